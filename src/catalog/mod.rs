//! Data files to domain types: programmes, forms, decks, competencies, the sample year. Built-in ones and the user's own.
