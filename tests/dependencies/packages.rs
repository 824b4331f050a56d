//! That the packages of `.ci/package` agree with each other and with the program, without making one.

use std::path::Path;

use clap_complete::Shell;

const CARGO: &str = include_str!("../../Cargo.toml");
const SCRIPT: &str = include_str!("../../.ci/package");
const README: &str = include_str!("../../README.md");
const INSTALLER: &str = include_str!("../../.ci/installer.nsi");
/// Where the script lays out what the archive and the Debian package hold.
const LINUX: &str = "target/packages/linux/";

fn cargo() -> toml::Table {
    toml::from_str(CARGO).unwrap()
}

#[test]
fn the_debian_package_holds_what_the_script_lays_out() {
    let cargo = cargo();
    let deb = &cargo["package"]["metadata"]["deb"];
    let license = deb["license-file"][0].as_str().unwrap();
    assert!(Path::new(license).exists());
    for asset in deb["assets"].as_array().unwrap() {
        let from = asset[0].as_str().unwrap();
        let laid_out = from.strip_prefix(LINUX).unwrap();
        let top = laid_out.split('/').next().unwrap();
        let written = ["$files/", "$2/"].map(|folder| format!("\"{folder}{top}\""));
        let is_written = written.iter().any(|path| SCRIPT.contains(path));
        assert!(is_written, "nothing writes {from}");
        if top == "guide" {
            assert_eq!(laid_out, "guide/*.md");
            assert!(SCRIPT.contains("assets/guide/*.md") && Path::new("assets/guide").exists());
        }
    }
}

#[test]
fn completions_of_every_shell_are_packed() {
    let known = <Shell as clap::ValueEnum>::value_variants();
    let names: Vec<_> = known.iter().map(Shell::to_string).collect();
    assert!(SCRIPT.contains(&format!("for shell in {}; do", names.join(" "))));
    let cargo = cargo();
    let assets = cargo["package"]["metadata"]["deb"]["assets"].to_string();
    for name in names {
        // PowerShell on Linux has no folder for them.
        let packed = assets.contains(&format!("{LINUX}completions/matchbook.{name}\""));
        assert_eq!(packed, name != "powershell", "{name}");
    }
}

#[test]
fn the_installer_is_told_its_version_and_needs_no_administrator() {
    let version = cargo()["package"]["version"].as_str().unwrap().to_owned();
    // The properties of a file on Windows have four numbers, of which one is the installer's.
    let mut numbers = version
        .split('.')
        .map(|number| number.parse::<u16>().is_ok());
    assert!(numbers.clone().count() == 3 && numbers.all(|number| number));
    assert!(!INSTALLER.contains(&version));
    for told in ["VERSION", "OUT", "LISTS"] {
        assert!(SCRIPT.contains(&format!("-D{told}=")));
        assert!(INSTALLER.contains(&format!("${{{told}}}")));
    }
    assert!(INSTALLER.contains("RequestExecutionLevel user"));
    // Whatever is in a folder besides what was installed belongs to somebody.
    assert!(!INSTALLER.contains("RMDir /r") && !SCRIPT.contains("RMDir /r"));
}

#[test]
fn the_readme_calls_each_package_by_its_name() {
    let script = SCRIPT
        .replace("$for_linux", "matchbook-VERSION-linux-x86_64")
        .replace("$for_windows", "matchbook-VERSION-windows-x86_64")
        .replace("$version", "VERSION");
    for name in [
        "matchbook-VERSION-linux-x86_64.tar.gz",
        "matchbook_VERSION-1_amd64.deb",
        "matchbook-VERSION-windows-x86_64.zip",
        "matchbook-VERSION-windows-setup.exe",
        "SHA256SUMS",
    ] {
        assert!(script.contains(name), "nothing makes {name}");
        assert!(README.contains(name), "the README does not name {name}");
    }
}
