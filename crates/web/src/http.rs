//! As much of HTTP/1.1 as pages need.
//!
//! Input: a stream of bytes. Output: requests, and answers. What always holds:
//! a head is at most [`HEAD`] bytes, the body of a form at most [`BODY`], and
//! nothing else has a body; nothing of a request is written into an answer's
//! head but what was percent-encoded by us.

use std::io::{self, BufRead, Read, Write};

/// Most bytes of a request's head.
pub(crate) const HEAD: u64 = 16 << 10;
/// Most bytes of a form.
const BODY: usize = 64 << 10;

/// Sent with every answer: nothing may be loaded, sent elsewhere or framed, and
/// nothing run but our own file of keys. A form says which page it is from.
const SAFETY: &str = "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; \
    script-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Referrer-Policy: same-origin\r\n\
    Cross-Origin-Opener-Policy: same-origin\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Cache-Control: no-cache\r\n";

/// A request, as far as it matters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path, decoded; begins with `/`.
    pub(crate) path: String,
    /// Names and values behind `?`, decoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) host: Option<String>,
    /// The page that a form is from.
    pub(crate) origin: Option<String>,
    pub(crate) cookie: Option<String>,
    /// Names and values of a form, decoded.
    pub(crate) form: Vec<(String, String)>,
    /// Whether the connection stays open.
    pub(crate) keep: bool,
}

impl Request {
    /// The first value of that name that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        first(&self.query, name)
    }

    /// The same of a form.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        first(&self.form, name)
    }
}

fn first(fields: &[(String, String)], name: &str) -> Option<String> {
    let mut values = fields.iter().filter(|(it, _)| it == name);
    let value = values.next().map(|(_, value)| value.trim().to_owned());
    value.filter(|it| !it.is_empty())
}

/// What went wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No more requests.
    Ended,
    /// Not HTTP, or more than is taken.
    Bad,
}

/// The next request of a connection.
pub(crate) fn read(stream: &mut impl BufRead) -> Result<Request, Fault> {
    let (mut request, length) = head(&mut stream.by_ref().take(HEAD))?;
    if 0 < length {
        let mut body = vec![0; length];
        stream.read_exact(&mut body).map_err(|_| Fault::Ended)?;
        let body = String::from_utf8(body).map_err(|_| Fault::Bad)?;
        request.form = fields(&body).ok_or(Fault::Bad)?;
    }
    Ok(request)
}

/// A request's head, and the bytes of its form.
fn head(head: &mut impl BufRead) -> Result<(Request, usize), Fault> {
    let first = line(head)?.ok_or(Fault::Ended)?;
    let mut parts = first.split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Fault::Bad);
    };
    if !version.starts_with("HTTP/1.") || !target.starts_with('/') {
        return Err(Fault::Bad);
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Request {
        method: method.to_owned(),
        path: decoded(path, false).ok_or(Fault::Bad)?,
        query: fields(query).ok_or(Fault::Bad)?,
        keep: version == "HTTP/1.1",
        ..Request::default()
    };
    let (mut length, mut is_form) = (0, false);
    loop {
        let line = line(head)?.ok_or(Fault::Bad)?;
        if line.is_empty() {
            // Only a form that is sent has a body.
            let fits = length == 0 || request.method == "POST" && is_form && length <= BODY;
            return if fits {
                Ok((request, length))
            } else {
                Err(Fault::Bad)
            };
        }
        let (name, value) = line.split_once(':').ok_or(Fault::Bad)?;
        match name.to_ascii_lowercase().as_str() {
            "host" if request.host.is_some() => return Err(Fault::Bad),
            "host" => request.host = Some(value.trim().to_owned()),
            "connection" if value.trim().eq_ignore_ascii_case("close") => request.keep = false,
            "origin" => request.origin = Some(value.trim().to_owned()),
            "cookie" => request.cookie = Some(value.trim().to_owned()),
            "content-type" => is_form = value.trim() == "application/x-www-form-urlencoded",
            "content-length" => length = value.trim().parse().map_err(|_| Fault::Bad)?,
            "transfer-encoding" => return Err(Fault::Bad),
            _ => {}
        }
    }
}

/// One line of a head, without its end; none where the stream ended before it.
fn line(head: &mut impl BufRead) -> Result<Option<String>, Fault> {
    let mut bytes = Vec::new();
    head.read_until(b'\n', &mut bytes)
        .map_err(|_| Fault::Ended)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.pop() != Some(b'\n') {
        return Err(Fault::Bad);
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map(Some).map_err(|_| Fault::Bad)
}

fn fields(query: &str) -> Option<Vec<(String, String)>> {
    let pairs = query.split('&').filter(|it| !it.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decoded(name, true)?, decoded(value, true)?))
        })
        .collect()
}

/// Undoes percent-encoding; `plus` is a space in fields.
fn decoded(text: &str, plus: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |it: Option<u8>| char::from(it?).to_digit(16);
                (digit(rest.next())? * 16 + digit(rest.next())?) as u8
            }
            b'+' if plus => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

/// A text as it may stand in an address.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from(b"0123456789ABCDEF"[usize::from(half)]));
            }
        }
    }
    out
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: &'static str,
    pub(crate) body: String,
    /// Where to go instead; encoded.
    pub(crate) location: Option<String>,
    /// What the browser keeps; made by us.
    pub(crate) cookie: Option<String>,
}

impl Answer {
    pub(crate) fn page(body: String) -> Self {
        Self::of("text/html; charset=utf-8", body)
    }

    pub(crate) fn json(value: &impl serde::Serialize) -> Self {
        match serde_json::to_string_pretty(value) {
            Ok(body) => Self::of("application/json", body + "\n"),
            Err(_) => Self {
                status: 500,
                ..Self::of("application/json", "{\"ok\":false}\n".into())
            },
        }
    }

    pub(crate) fn of(kind: &'static str, body: String) -> Self {
        Self {
            status: 200,
            kind,
            body,
            location: None,
            cookie: None,
        }
    }

    pub(crate) fn moved(location: String) -> Self {
        Self {
            status: 302,
            location: Some(location),
            ..Self::of("text/plain; charset=utf-8", String::new())
        }
    }

    /// After a form: the page to look at now.
    pub(crate) fn seen(location: String) -> Self {
        Self {
            status: 303,
            ..Self::moved(location)
        }
    }

    /// Writes it; without its body for `HEAD`.
    pub(crate) fn write(&self, stream: &mut impl Write, request: &Request) -> io::Result<()> {
        let reason = match self.status {
            200 => "OK",
            302 => "Found",
            303 => "See Other",
            400 => "Bad Request",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            409 => "Conflict",
            410 => "Gone",
            _ => "Internal Server Error",
        };
        let keep = if request.keep { "keep-alive" } else { "close" };
        let moved = self
            .location
            .as_ref()
            .map(|it| format!("Location: {it}\r\n"));
        let cookie = self
            .cookie
            .as_ref()
            .map(|it| format!("Set-Cookie: {it}\r\n"));
        let head = format!(
            "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}{}{SAFETY}Connection: {keep}\r\n\r\n",
            self.status,
            self.kind,
            self.body.len(),
            moved.unwrap_or_default(),
            cookie.unwrap_or_default(),
        );
        stream.write_all(head.as_bytes())?;
        if request.method != "HEAD" {
            stream.write_all(self.body.as_bytes())?;
        }
        stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Request, Fault> {
        read(&mut text.as_bytes())
    }

    #[test]
    fn a_request_is_its_path_its_fields_and_its_host() {
        let request =
            of("GET /s/a%20b?q=new+port%21&n HTTP/1.1\r\nHost: localhost:1\r\n\r\n").unwrap();
        assert_eq!(
            (request.path.as_str(), request.get("q").as_deref()),
            ("/s/a b", Some("new port!"))
        );
        assert_eq!(request.host.as_deref(), Some("localhost:1"));
        assert!(request.keep && request.get("n").is_none());
    }

    #[test]
    fn what_is_no_request_or_too_long_is_refused() {
        assert_eq!(of(""), Err(Fault::Ended));
        for bad in [
            "GET /\r\n\r\n",
            "GET http://a/ HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /%zz HTTP/1.1\r\n\r\n",
            "GET /%ff HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
            "GET / HTTP/1.1",
        ] {
            assert_eq!(of(bad), Err(Fault::Bad), "{bad}");
        }
        let long = format!("GET / HTTP/1.1\r\nA: {}\r\n\r\n", "x".repeat(HEAD as usize));
        assert_eq!(of(&long), Err(Fault::Bad));
    }

    #[test]
    fn a_form_is_taken_up_to_a_length() {
        let sent = |length: usize, kind: &str, body: &str| {
            of(&format!(
                "POST /edit HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nContent-Type: {kind}\r\n\
                 Content-Length: {length}\r\n\r\n{body}"
            ))
        };
        let form = "application/x-www-form-urlencoded";
        let request = sent(13, form, "act=undo&a=b+").unwrap();
        assert_eq!(request.field("act").as_deref(), Some("undo"));
        assert_eq!(request.origin.as_deref(), Some("http://a"));
        assert_eq!(sent(13, "text/plain", "act=undo&a=b+"), Err(Fault::Bad));
        assert_eq!(sent(BODY + 1, form, ""), Err(Fault::Bad));
        assert_eq!(sent(20, form, "cut short"), Err(Fault::Ended));
        assert_eq!(sent(usize::MAX, form, ""), Err(Fault::Bad));
    }

    #[test]
    fn no_byte_of_a_text_breaks_out_of_an_address() {
        assert_eq!(
            encoded("a/b\r\nSet-Cookie: x é"),
            "a%2Fb%0D%0ASet-Cookie%3A%20x%20%C3%A9"
        );
    }
}
