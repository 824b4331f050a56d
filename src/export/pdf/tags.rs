//! Tagged PDF: the structure tree for screen readers, and the outline of headings.

use std::num::NonZeroU16;

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagKind, TagTree};

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
}

impl StructureTree {
    pub fn new() -> Self {
        Self {
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
        let id = NodeId(self.nodes.len());
        self.nodes.push(StructureNode {
            tag: tag.into(),
            children: Vec::new(),
        });
        self.nodes[parent.0].children.push(Child::Group(id));
        id
    }

    /// Adds a heading at the end of `parent`.
    pub fn heading(&mut self, parent: NodeId, level: u8, text: &str) -> NodeId {
        let level = NonZeroU16::new(level.into()).unwrap_or(NonZeroU16::MIN);
        self.add(parent, Tag::Hn(level, Some(text.to_owned())))
    }

    /// Adds drawn content to `node`.
    pub fn add_content(&mut self, node: NodeId, content: Identifier) {
        self.nodes[node.0].children.push(Child::Content(content));
    }

    /// Finishes the tree.
    pub fn finish(mut self) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
        // Parents are added before their children, so from the end on every group is complete when its parent takes it.
        let mut groups: Vec<Option<TagGroup>> = Vec::new();
        groups.resize_with(self.nodes.len(), || None);
        while let Some(part) = self.nodes.pop() {
            let mut group = TagGroup::new(part.tag);
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

/// A heading in the outline.
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
