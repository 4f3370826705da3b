//! Generates the gRPC code from `proto/`, without needing `protoc`.

use std::error::Error;
use std::path::Path;

use prost::Message as _;

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells a build script where to write by env"
)]
fn main() -> Result<(), Box<dyn Error>> {
    // From the package's folder, where cargo runs this: the built script may be another checkout's.
    let root = Path::new("../../proto");
    let files = ["hubbub/chat/v1/chat.proto", "hubbub/files/v1/files.proto"];
    for file in files {
        println!("cargo::rerun-if-changed={}", root.join(file).display());
    }
    let descriptors = protox::compile(files, [root])?;
    let descriptor_file = Path::new(&std::env::var("OUT_DIR")?).join("descriptors.bin");
    std::fs::write(descriptor_file, descriptors.encode_to_vec())?;
    tonic_prost_build::configure()
        .bytes(".")
        .compile_fds(descriptors)?;
    Ok(())
}
