//! Deeds on agendas.
