//! Keys by name, as the bytes that a terminal sends for them.

/// The bytes of a script such as `aWalk<Enter><C-s>`: letters as they are, other keys by name.
pub fn script_bytes(script: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = script;
    while let Some(letter) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>'));
        if let Some((name, tail)) = named {
            bytes.extend(key_bytes(name));
            rest = tail;
        } else {
            bytes.extend(letter.encode_utf8(&mut [0; 4]).bytes());
            rest = &rest[letter.len_utf8()..];
        }
    }
    bytes
}

fn key_bytes(name: &str) -> Vec<u8> {
    if let Some(letter) = name.strip_prefix("C-").and_then(|tail| tail.bytes().next()) {
        return vec![letter & 0x1f];
    }
    let known: &[u8] = match name {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "Space" => b" ",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "BS" => b"\x7f",
        "F3" => b"\x1bOR",
        "F5" => b"\x1b[15~",
        "F6" => b"\x1b[17~",
        "F7" => b"\x1b[18~",
        other => panic!("no key {other}"),
    };
    known.to_vec()
}
