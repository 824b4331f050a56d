//! A book to bytes: the document model and one file a format.
