//! Rebuilds when a data file comes or goes, packs the typefaces, the long lists of words and the schemas that the program
//! carries, turns the data file of options into Rust, and tells the linker which functions lie together.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The typefaces to carry, by the name that each file says of itself, and what they are called here.
///
/// The crate holds more than ten megabytes of them and hands out all or nothing; these few go into the program.
const FONT_FILES: [(&str, &str); 5] = [
    ("LibertinusSerif-Regular", "regular.otf"),
    ("LibertinusSerif-Bold", "bold.otf"),
    ("LibertinusSerif-Italic", "italic.otf"),
    ("LibertinusSerif-BoldItalic", "bold-italic.otf"),
    ("DejaVuSansMono", "mono.ttf"),
];

fn main() -> io::Result<()> {
    let assets = fs::read_dir("assets")?.collect::<Result<Vec<_>, _>>()?;
    // The pictures of the README are drawn by the finished program.
    for entry in assets.iter().filter(|entry| entry.file_name() != "screens") {
        println!("cargo::rerun-if-changed={}", entry.path().display());
    }
    println!("cargo::rerun-if-changed=src/build.rs");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no OUT_DIR"))?;
    for (name, file) in FONT_FILES {
        let face = typst_assets::fonts().find(|face| has_font_name(face, name));
        let face = face.ok_or_else(|| io::Error::other(format!("no typeface {name}")))?;
        pack(face, &Path::new(&out).join(file))?;
    }
    for file in ["emoji-names", "phrase-words", "schemas"] {
        let text = fs::read(format!("assets/{file}.txt"))?;
        pack(&text, &Path::new(&out).join(file))?;
    }
    order_functions(Path::new(&out))?;
    fs::write(Path::new(&out).join("options.rs"), options()?)
}

/// Lays the functions that a start runs side by side: elsewhere each would bring its neighbors into memory.
///
/// Any linker but the one that Rust brings for this target may not know how, and is left alone.
fn order_functions(out: &Path) -> io::Result<()> {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|it| it == value);
    let is_usual = env::var_os("RUSTC_LINKER").is_none() && is("CARGO_ENCODED_RUSTFLAGS", "");
    if is_usual && is("PROFILE", "release") && is("TARGET", "x86_64-unknown-linux-gnu") {
        let names = fs::read_to_string("assets/start-order.txt")?;
        let sections = names.lines().map(|name| format!("*(.text*.{name})\n"));
        let sections: String = sections.collect();
        let script = out.join("start-order.ld");
        let text = format!("SECTIONS {{ .text.start : {{ {sections} }} }} INSERT BEFORE .text;");
        fs::write(&script, text)?;
        println!("cargo::rustc-link-arg-bins=-T{}", script.display());
        // Functions of the same code become one.
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=all");
    }
    Ok(())
}

fn pack(bytes: &[u8], file: &Path) -> io::Result<()> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(bytes)?;
    fs::write(file, packed.finish()?)
}

/// The options of `assets/options.toml` by the key of their form, as Rust.
fn options() -> io::Result<String> {
    let forms: BTreeMap<String, Vec<BTreeMap<String, toml::Value>>> =
        toml::from_str(&fs::read_to_string("assets/options.toml")?).map_err(io::Error::other)?;
    let option = |option: BTreeMap<String, toml::Value>| {
        let fields = option.into_iter().map(|(key, value)| {
            // Texts and yes or no are written in TOML as in Rust, but for what a text escapes.
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), |text| format!("{text:?}"));
            format!("{}: {value}, ", key.replace('-', "_"))
        });
        format!(
            "FormOption {{ {}..FormOption::default() }}, ",
            fields.collect::<String>()
        )
    };
    let forms = forms.into_iter().map(|(form, options)| {
        let options: String = options.into_iter().map(option).collect();
        format!("({form:?}, vec![{options}]),\n")
    });
    Ok(format!("vec![\n{}]", forms.collect::<String>()))
}

/// True if the font declares exactly this name, not one that only begins with it.
fn has_font_name(face: &[u8], name: &str) -> bool {
    // Tables of names are written in one byte a letter or in two; a bold face also names its family without the weight.
    let wide: Vec<u8> = name.bytes().flat_map(|byte| [0, byte]).collect();
    let longer = |rest: &[u8]| rest.starts_with(b"-") || rest.starts_with(b"\0-");
    let mut found = false;
    for form in [name.as_bytes(), &wide] {
        for at in 0..face.len().saturating_sub(form.len()) {
            if face[at..].starts_with(form) {
                if longer(&face[at + form.len()..]) {
                    return false;
                }
                found = true;
            }
        }
    }
    found
}
