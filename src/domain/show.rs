//! Answers in words: what a plain value reads like on screen and on paper.
