//! The style sheets and scripts of our pages.

use shell::assets::SourceFile;

/// The files. Each file comes after the files that it imports.
// New file? Add it here; templates ask for its address with `frame.asset("NAME")`.
pub(crate) const FILES: &[SourceFile] = &[
    ("wait.js", include_bytes!("../assets/own/wait.js")),
    ("board.js", include_bytes!("../assets/own/board.js")),
    ("place.js", include_bytes!("../assets/own/place.js")),
    ("verifier.wasm", include_bytes!("../assets/verifier.wasm")),
    ("check.js", include_bytes!("../assets/own/check.js")),
    ("check-icon.svg", include_bytes!("../assets/own/check-icon.svg")),
    ("session.js", include_bytes!("../assets/own/session.js")),
    ("device.js", include_bytes!("../assets/own/device.js")),
    ("passkey.js", include_bytes!("../assets/own/passkey.js")),
    ("stop.js", include_bytes!("../assets/own/stop.js")),
];
