//! How it looks. Reads `&App` only.
