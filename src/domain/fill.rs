//! Filling in: which questions a form asks here, what the log answers by itself, what is missing or wrong.
