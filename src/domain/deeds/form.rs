//! Deeds on forms.
