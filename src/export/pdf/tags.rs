//! Tagged PDF: the structure tree for screen readers, and the outline of headings.

use std::num::NonZeroU16;

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagKind, TagTree};

use crate::export::heading_levels::HeadingLevels;

/// Index of a node in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId(usize);

enum Child {
    Group(NodeId),
    Content(Identifier),
}

struct StructureNode {
    tag: TagKind,
    children: Vec<Child>,
}

/// The structure tree while the document grows.
pub struct StructureTree {
    nodes: Vec<StructureNode>,
    levels: HeadingLevels,
    /// Number of nodes, also of those that are only counted.
    pub count: usize,
    is_counting: bool,
}

impl StructureTree {
    /// An empty tree, which only counts its nodes if `is_counting`.
    pub fn new(is_counting: bool) -> Self {
        Self {
            is_counting,
            count: 0,
            levels: HeadingLevels::default(),
            nodes: vec![StructureNode {
                tag: Tag::Section.into(),
                children: Vec::new(),
            }],
        }
    }

    /// The document's own node.
    pub const ROOT: NodeId = NodeId(0);

    /// Adds a node at the end of `parent`.
    pub fn add(&mut self, parent: NodeId, tag: impl Into<TagKind>) -> NodeId {
        self.count += 1;
        if self.is_counting {
            return Self::ROOT;
        }
        let id = NodeId(self.nodes.len());
        self.nodes.push(StructureNode {
            tag: tag.into(),
            children: Vec::new(),
        });
        push(&mut self.nodes[parent.0].children, Child::Group(id));
        id
    }

    /// Adds the title of the document.
    pub fn title(&mut self, text: &str) -> NodeId {
        self.add(Self::ROOT, Tag::Hn(NonZeroU16::MIN, Some(text.to_owned())))
    }

    /// Adds a heading at the end of `parent`; its level is at most one below the last one's, and returned.
    pub fn heading(&mut self, parent: NodeId, level: u8, text: &str) -> (NodeId, u8) {
        let level = self.levels.next_level(level);
        let number = NonZeroU16::new(level.into()).unwrap_or(NonZeroU16::MIN);
        let node = self.add(parent, Tag::Hn(number, Some(text.to_owned())));
        (node, level)
    }

    /// Adds drawn content to `node`.
    pub fn add_content(&mut self, node: NodeId, content: Identifier) {
        push(&mut self.nodes[node.0].children, Child::Content(content));
    }

    /// Finishes the tree.
    pub fn finish(mut self, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        // Parents are added before their children, so from the end on every group is complete when its parent takes it.
        let mut groups: Vec<Option<TagGroup>> = Vec::new();
        groups.resize_with(self.nodes.len(), || None);
        while let Some(part) = self.nodes.pop() {
            let room = Vec::with_capacity(part.children.len());
            let mut group = TagGroup::with_children(part.tag, room);
            for child in part.children {
                match child {
                    Child::Content(content) => group.push(content),
                    Child::Group(id) => {
                        if let Some(inner) = groups[id.0].take() {
                            group.push(Node::Group(inner));
                        }
                    }
                }
            }
            groups[self.nodes.len()] = Some(group);
        }
        if let Some(whole) = groups.into_iter().next().flatten() {
            tree.push(whole);
        }
        tree
    }
}

/// Adds a child; most nodes have one, and there are thousands.
fn push(children: &mut Vec<Child>, child: Child) {
    if children.is_empty() {
        children.reserve_exact(1);
    }
    children.push(child);
}

/// A heading in the outline.
#[derive(Clone)]
pub struct OutlineEntry {
    pub level: u8,
    pub text: String,
    pub page: usize,
    pub y: f32,
}

/// Builds the outline, each heading below the last one of a higher level.
pub fn outline(entries: Vec<OutlineEntry>) -> Outline {
    let mut outline = Outline::new();
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    for entry in entries {
        close_levels(&mut open, &mut outline, entry.level);
        let to = XyzDestination::new(entry.page, Point::from_xy(0.0, entry.y));
        open.push((entry.level, OutlineNode::new(entry.text, to)));
    }
    close_levels(&mut open, &mut outline, 0);
    outline
}

fn close_levels(open: &mut Vec<(u8, OutlineNode)>, outline: &mut Outline, level: u8) {
    while open.last().is_some_and(|(last, _)| *last >= level) {
        let Some((_, node)) = open.pop() else {
            return;
        };
        match open.last_mut() {
            Some((_, parent)) => parent.push_child(node),
            None => outline.push_child(node),
        }
    }
}
