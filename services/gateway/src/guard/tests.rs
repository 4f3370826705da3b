use proptest::prelude::*;

use super::*;

fn frame(last: bool, opcode: u8, declared: u64, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![if last { 0x80 } else { 0 } | opcode];
    match declared {
        0..=125 => bytes.push(0x80 | u8::try_from(declared).unwrap()),
        126..=0xFFFF => {
            bytes.push(0x80 | 0x7E);
            bytes.extend(u16::try_from(declared).unwrap().to_be_bytes());
        }
        _ => {
            bytes.push(0x80 | 0x7F);
            bytes.extend(declared.to_be_bytes());
        }
    }
    bytes.extend([1, 2, 3, 4]);
    bytes.extend(payload);
    bytes
}

fn whole(opcode: u8, len: usize) -> Vec<u8> {
    frame(true, opcode, u64::try_from(len).unwrap(), &vec![7; len])
}

#[test]
fn messages_up_to_the_limit_pass_and_one_byte_more_does_not() {
    let mut guard = Guard::default();
    assert_eq!(guard.scan(&whole(1, 64 * 1024)), Ok(()));
    assert_eq!(guard.scan(&whole(1, 0)), Ok(()));
    assert_eq!(guard.scan(&whole(2, 125)), Ok(()));
    assert_eq!(
        guard.scan(&whole(1, 64 * 1024 + 1)),
        Err(Violation::TooLarge)
    );
}

#[test]
fn an_announced_length_is_refused_at_its_header_before_any_payload() {
    for declared in [65_537, 1 << 30, 1 << 40, u64::MAX >> 1, u64::MAX] {
        let header = frame(true, 1, declared, &[]);
        // Not even the mask has to arrive.
        let without_mask = &header[..header.len() - 4];
        assert_eq!(
            Guard::default().scan(without_mask),
            Err(Violation::TooLarge)
        );
    }
}

#[test]
fn fragments_are_summed_and_counted() {
    let mut guard = Guard::default();
    assert_eq!(
        guard.scan(&frame(false, 1, 40_000, &vec![0; 40_000])),
        Ok(())
    );
    assert_eq!(
        guard.scan(&frame(false, 0, 30_000, &[])),
        Err(Violation::TooLarge)
    );

    let mut guard = Guard::default();
    assert_eq!(guard.scan(&frame(false, 1, 0, &[])), Ok(()));
    let floods = (0..100_000).find_map(|_| guard.scan(&frame(false, 0, 0, &[])).err());
    assert_eq!(floods, Some(Violation::Flood));
}

#[test]
fn a_flood_of_pings_is_refused_and_pings_between_messages_are_not() {
    let mut guard = Guard::default();
    for _ in 0..1_000 {
        assert_eq!(guard.scan(&whole(9, 4)), Ok(()));
        assert_eq!(guard.scan(&whole(1, 4)), Ok(()));
    }
    let floods = (0..1_000).find_map(|_| guard.scan(&whole(9, 0)).err());
    assert_eq!(floods, Some(Violation::Flood));
}

#[test]
fn what_the_rfc_forbids_is_refused() {
    let long_for_5 = [0x81, 0x80 | 0x7E, 0, 5, 1, 2, 3, 4];
    let longer_for_300 = [0x81, 0x80 | 0x7F, 0, 0, 0, 0, 0, 0, 1, 44, 1, 2, 3, 4];
    let cases: [(&str, Vec<u8>); 9] = [
        ("unmasked", vec![0x81, 5, 1, 2, 3, 4, 5]),
        ("reserved bit", vec![0xC1, 0x80, 0, 0, 0, 0]),
        ("opcode 3", whole(3, 1)),
        ("opcode 11", whole(11, 1)),
        ("continuation of nothing", frame(true, 0, 1, &[0])),
        ("ping of 126 bytes", whole(9, 126)),
        ("ping in fragments", frame(false, 9, 1, &[0])),
        ("two bytes of length for 5", long_for_5.to_vec()),
        ("eight bytes of length for 300", longer_for_300.to_vec()),
    ];
    for (name, bytes) in cases {
        let refused = Guard::default().scan(&bytes);
        assert!(
            matches!(refused, Err(Violation::Framing(_))),
            "{name}: {refused:?}"
        );
    }
    let mut interleaved = frame(false, 1, 1, &[0]);
    interleaved.extend(whole(1, 1));
    assert!(matches!(
        Guard::default().scan(&interleaved),
        Err(Violation::Framing(_))
    ));
}

#[test]
fn a_control_frame_may_stand_between_fragments() {
    let mut bytes = frame(false, 1, 3, &[1, 2, 3]);
    bytes.extend(whole(10, 2));
    bytes.extend(frame(true, 0, 3, &[1, 2, 3]));
    bytes.extend(whole(1, 9));
    assert_eq!(Guard::default().scan(&bytes), Ok(()));
}

proptest! {
    #[test]
    fn it_does_not_matter_how_the_stream_is_cut(
        frames in prop::collection::vec((any::<bool>(), 0_u8..12, 0_usize..70_000), 1..6),
        cuts in prop::collection::vec(1_usize..5_000, 1..50),
    ) {
        let bytes: Vec<u8> = frames.iter()
            .flat_map(|(last, opcode, len)| frame(*last, *opcode, u64::try_from(*len).unwrap(), &vec![7; *len]))
            .collect();
        let at_once = Guard::default().scan(&bytes);

        let mut guard = Guard::default();
        let mut rest = bytes.as_slice();
        let mut in_pieces = Ok(());
        for cut in cuts.iter().cycle() {
            if rest.is_empty() || in_pieces.is_err() { break; }
            let (piece, later) = rest.split_at((*cut).min(rest.len()));
            in_pieces = guard.scan(piece);
            rest = later;
        }
        prop_assert_eq!(at_once, in_pieces);
    }

    #[test]
    fn no_bytes_make_it_keep_more_than_a_header(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let mut guard = Guard::default();
        let _outcome = guard.scan(&bytes);
        prop_assert!(guard.header.len < MAX_HEADER_BYTES);
    }
}
