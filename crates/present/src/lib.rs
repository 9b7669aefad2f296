//! Records to terminal, HTML, Markdown and JSON.
