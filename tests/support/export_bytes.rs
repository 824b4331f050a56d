//! An export in memory.

use matchbook::export::{Content, ExportError, Exporter, NoProgress};

/// The whole file that `exporter` writes of `content`.
pub fn export_bytes(exporter: &Exporter, content: &Content) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    exporter.write(content, &mut bytes, &NoProgress)?;
    Ok(bytes)
}
