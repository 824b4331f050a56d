//! What is worth talking about: carry-overs, and suggestions with their reasons.
