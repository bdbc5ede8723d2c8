//! The cost of blocking, comparing and weighing a pair, against merely reading its two rows from memory.
#![expect(clippy::expect_used, reason = "a benchmark that cannot run stops")]

use std::convert::Infallible;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use linkage::settings::Model;
use linkage::table::Table;
use linkage::{Linker, inference, training};

/// Fictitious people: names with a long-tailed distribution, and a few missing fields.
fn people(name: &str, count: usize, step: usize) -> Table {
    let syllables = ["har", "ox", "bel", "tun", "mor", "wick", "ley", "ford", "den", "ston", "by", "ham"];
    let mut state = step as u64;
    let mut next = move |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % most
    };
    let mut columns = vec![Vec::new(); 5];
    for at in 0..count {
        let word = |a: usize, b: usize| format!("{}{}", syllables[a % 12], syllables[b % 12]);
        let head = next(40).min(next(40));
        columns[0].push(format!("{name}{at}"));
        columns[1].push(word(next(12), next(12)));
        columns[2].push(word(head, next(12)));
        columns[3].push(format!("{}-{:02}-{:02}", 1950 + next(50), 1 + next(12), 1 + next(28)));
        columns[4].push(if next(3) == 0 { String::new() } else { format!("qx{:02} {}aa", next(90), next(10)) });
    }
    let names = ["id", "first_name", "surname", "born", "postcode"];
    let columns = names.iter().zip(columns).map(|(name, values)| ((*name).to_owned(), values)).collect();
    Table::from_columns(name, columns).expect("columns are equally long")
}

const MODEL: &str = r#"
    link_type = "link_only"
    id = { left = "id", right = "id" }
    [fields]
    first_name = { kind = "name", column = "first_name" }
    surname = { kind = "name", column = "surname" }
    born = { kind = "date", column = "born" }
    postcode = { kind = "postcode", column = "postcode" }
    [blocking]
    rules = ["born", "surname, initial(first_name)", "postcode", "first_name, year(born)"]
    [[comparisons]]
    name = "first name"
    levels = ["exact(first_name)", "nickname(first_name)", "jaro_winkler(first_name) >= 0.9", "initial(first_name)"]
    [[comparisons]]
    name = "surname"
    levels = ["exact(surname)", "jaro_winkler(surname) >= 0.9", "jaro_winkler(surname) >= 0.8"]
    [[comparisons]]
    name = "born"
    levels = ["exact(born)", "damerau(born) <= 1", "year(born)"]
    [[comparisons]]
    name = "postcode"
    levels = ["exact(postcode)", "sector(postcode)", "district(postcode)"]
"#;

fn pair(c: &mut Criterion) {
    let (left, right) = (people("l", 40_000, 1), people("r", 40_000, 2));
    let model = Model::from_toml(MODEL).expect("the model is valid");
    let mut linker = Linker::new(model, &left, Some(&right), &()).expect("the files fit the model");
    let (trained, _) = training::train(&linker, &()).expect("there are pairs");
    linker.set_trained(trained);
    let count = || {
        inference::predict(&linker, &(), |links| {
            black_box(links);
            Ok::<_, Infallible>(())
        })
        .expect("it is trained")
    };
    let pairs = count().blocking.pairs;

    let mut group = c.benchmark_group("pair");
    group.sample_size(10);
    group.throughput(Throughput::Elements(pairs));
    // A single thread, so that wall time is CPU time.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    group.bench_function("score", |b| b.iter(|| pool.install(count)));

    // The lower bound: the same number of pairs of 64-byte rows, in similar blocks (one row against a run of others),
    // with each word read and compared.
    let rows: Vec<[u32; 16]> =
        (0..80_000u32).map(|at| std::array::from_fn(|word| at.wrapping_mul(2_654_435_761) >> (word % 8))).collect();
    group.bench_function("memory_floor", |b| {
        b.iter(|| {
            let (mut equal, mut done, mut start) = (0u32, 0u64, 0usize);
            while done < pairs {
                let one = &rows[start % 40_000];
                for other in 0..24 {
                    let other = &rows[40_000 + (start * 24 + other) % 40_000];
                    equal += one.iter().zip(other).map(|(a, b)| u32::from(a == b)).sum::<u32>();
                }
                done += 24;
                start += 1;
            }
            black_box(equal)
        });
    });
    group.finish();
}

criterion_group!(benches, pair);
criterion_main!(benches);
