//! Reads many news reports and draws up one sourced record per story.
