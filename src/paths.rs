//! Where books, backups and exports live: flag, then environment, then platform.
