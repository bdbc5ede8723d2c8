//! The cost of verifying a presentation, compared with the two bare P-256 verifications that it needs in any case.

use std::hint::black_box;

use attest::duty::{
    AttestedState, Audience, DeviceKey, DutyClaims, ExpectedNonce, ExpectedStop, ForceKey, ForceKeys, ForceSigner,
    Nonce, PresentationRequirements, UnsignedAttestation, UnsignedPresentation, slot_at, verify,
};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, UnparsedPublicKey,
};
use criterion::{Criterion, criterion_group, criterion_main};

const NOW: u64 = 1_795_197_840;

type Failed = Box<dyn std::error::Error>;

fn duty(criterion: &mut Criterion) -> Result<(), Failed> {
    let device = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)?;
    let force = ForceSigner::generate()?;
    let claims = DutyClaims {
        force: "NM".to_owned(),
        number: "NM4471".to_owned(),
        device: DeviceKey::from_sec1(device.public_key().as_ref())?,
        duty: AttestedState::OnDuty,
        stop: "NM-7Q4K-29".to_owned(),
        photo_sha256: Some([0xab; 32]),
        issued_at: NOW - 20,
        expires_at: NOW + 280,
    };
    let audience = Audience::parse("https://check.police.example/")?;
    let attestation = force.attest(&claims)?;
    let unsigned = UnsignedPresentation::new(&attestation, Nonce::Slot(slot_at(NOW)), &audience);
    let presented_message = unsigned.to_be_signed().to_vec();
    let presented_signature = device.sign(&SystemRandom::new(), &presented_message)?;
    let presentation = unsigned.assemble(presented_signature.as_ref().try_into()?)?;
    let attested_message = UnsignedAttestation::new(&claims, force.key_id())?.to_be_signed().to_vec();
    // The last 64 bytes of a COSE_Sign1 are its signature.
    let attested_signature = attestation.as_bytes().last_chunk::<64>().ok_or("no signature")?;

    let key = ForceKey::new("NM", "Northmere Police", force.public_key(), 0, NOW * 2)?;
    let keys = ForceKeys::new(NOW - 3600, NOW + 3600, vec![key])?;
    let expected = PresentationRequirements {
        audience: &audience,
        nonce: ExpectedNonce::Slot,
        stop: ExpectedStop::Any,
        now: NOW + 3,
        maximum_age_seconds: 30,
    };
    verify(presentation.as_bytes(), &keys, &expected)?;
    let force_key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, force.public_key());
    let device_key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, device.public_key().as_ref());
    force_key.verify(&attested_message, attested_signature)?;

    let mut group = criterion.benchmark_group("duty");
    group.bench_function("verify", |bencher| {
        bencher.iter(|| verify(black_box(presentation.as_bytes()), &keys, &expected).is_ok());
    });
    group.bench_function("bare", |bencher| {
        bencher.iter(|| {
            force_key.verify(black_box(&attested_message), attested_signature).is_ok()
                && device_key.verify(black_box(&presented_message), presented_signature.as_ref()).is_ok()
        });
    });
    group.finish();
    Ok(())
}

#[expect(clippy::expect_used, reason = "a benchmark whose scene cannot be set has nothing to measure")]
fn measured(criterion: &mut Criterion) {
    duty(criterion).expect("a genuine presentation");
}

criterion_group!(benches, measured);
criterion_main!(benches);
