//! Figures: timelines and charts as data, and the one scene of each that screen, SVG and PDF paint.

mod chart;
mod scene;
mod timeline;

pub use chart::{Chart, ChartBar};
pub use scene::{Anchor, Form, Role, Scene, Shape, Sheet};
pub use timeline::{Mark, Timeline, TimelineEvent, TimelineSpan};

/// A drawing in a document. It says nothing that its table does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    Chart(Chart),
    Timeline(Timeline),
}

impl Figure {
    pub fn title(&self) -> String {
        match self {
            Self::Chart(chart) => chart.title.clone(),
            Self::Timeline(timeline) => timeline.title(),
        }
    }

    /// Its text alternative for screen readers.
    pub fn description(&self) -> String {
        match self {
            Self::Chart(chart) => chart.description(),
            Self::Timeline(timeline) => timeline.description(),
        }
    }

    /// Its drawing on a page; none where only a table can tell it.
    pub fn scene(&self) -> Option<Scene> {
        match self {
            Self::Chart(chart) => chart.scene(),
            Self::Timeline(timeline) => {
                (timeline.from < timeline.to).then(|| timeline.scene(Sheet::PAGE))
            }
        }
    }
}
