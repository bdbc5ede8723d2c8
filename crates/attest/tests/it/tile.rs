//! Tiles: their paths, and which of them must be written when a log grows.

use attest::tile::{TileError, TileId, right_edge, tiles_to_write};
use proptest::prelude::*;

fn paths(tiles: &[TileId]) -> Vec<String> {
    tiles.iter().map(TileId::path).collect()
}

#[test]
fn the_paths_of_the_specification_are_written_as_it_writes_them() {
    assert_eq!(TileId::hashes(0, 1_234_067, 256).expect("a tile").path(), "tile/0/x001/x234/067");
    assert_eq!(TileId::hashes(0, 1_234, 5).expect("a tile").path(), "tile/0/x001/234.p/5");
    assert_eq!(TileId::entries(0, 255).expect("a bundle").path(), "tile/entries/000.p/255");
    assert_eq!(TileId::hashes(63, 1_000, 256).expect("a tile").path(), "tile/63/x001/000");
}

#[test]
fn a_path_that_is_not_the_canonical_one_is_refused() {
    for path in [
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/001/234",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/05",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/+01",
        "tile/0/000/",
        "/tile/0/000",
        "tile/data/000",
        "tile/0/x001/../../000",
        "tile/0/000.p/5.p/5",
        "",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(path.parse::<TileId>(), Err(TileError::Path(path.to_owned())));
    }
    assert_eq!(TileId::hashes(64, 0, 1), Err(TileError::Level(64)));
    assert_eq!(TileId::entries(0, 0), Err(TileError::Width(0)));
    assert_eq!(TileId::entries(0, 257), Err(TileError::Width(257)));
}

#[test]
fn the_examples_of_the_specification_have_the_tiles_that_it_counts() {
    // "a tree of size 70,000 will be represented by 273 full level 0 tiles, one partial level 0 tile of width 112, one
    // full level 1 tile, one partial level 1 tile of width 17, and one partial level 2 tile of width 1."
    let all = tiles_to_write(0, 70_000);
    assert_eq!(all.len(), (273 + 1) * 2 + 2 + 1);
    assert_eq!(
        paths(&right_edge(70_000)),
        ["tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]
    );
    // "a tree of size 256 will be represented by a full level 0 tile and a partial level 1 tile of width 1."
    assert_eq!(paths(&tiles_to_write(0, 256)), ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
}

#[test]
fn a_small_growth_writes_the_right_edge_only() {
    assert_eq!(paths(&tiles_to_write(70_000, 70_001)), ["tile/entries/273.p/113", "tile/0/273.p/113"]);
    assert_eq!(
        paths(&tiles_to_write(255, 257)),
        ["tile/entries/000", "tile/entries/001.p/1", "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]
    );
    assert_eq!(tiles_to_write(7, 7), []);
    assert_eq!(tiles_to_write(8, 7), []);
    assert_eq!(right_edge(0), []);
}

proptest! {
    #[test]
    fn a_path_reads_back_as_it_was_written(level in 0_u8..64, index: u64, width in 1_u16..=256, bundle: bool) {
        let id = if bundle { TileId::entries(index, width) } else { TileId::hashes(level, index, width) };
        let id = id.expect("a tile");
        prop_assert_eq!(id.path().parse::<TileId>(), Ok(id));
    }
}
