//! The database: the only folder that knows SQL.
