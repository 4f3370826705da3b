//! What ffprobe says of a file.

use serde::Deserialize;

/// A year: whatever says that it is longer is wrong.
const LONGEST_MS: f64 = 365.0 * 24.0 * 3_600.0 * 1_000.0;
/// Pixels of one side at most.
const MAX_SIDE: i64 = 32_768;

/// What counts of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Probed {
    /// Pixels across and down, as seen; of the first stream of pictures that is no cover.
    pub(super) size: Option<(i32, i32)>,
    /// Milliseconds.
    pub(super) duration_ms: Option<i64>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    streams: Vec<Stream>,
    #[serde(default)]
    format: Times,
}

#[derive(Deserialize)]
struct Stream {
    #[serde(default)]
    codec_type: String,
    width: Option<i64>,
    height: Option<i64>,
    duration: Option<String>,
    #[serde(default)]
    disposition: Disposition,
    #[serde(default)]
    tags: Tags,
    #[serde(default)]
    side_data_list: Vec<SideData>,
}

#[derive(Default, Deserialize)]
struct Disposition {
    #[serde(default)]
    attached_pic: i64,
}

#[derive(Default, Deserialize)]
struct Tags {
    rotate: Option<String>,
}

#[derive(Deserialize)]
struct SideData {
    rotation: Option<f64>,
}

#[derive(Default, Deserialize)]
struct Times {
    duration: Option<String>,
}

/// What to ask for.
pub(super) const ENTRIES: &str = "format=duration:stream=codec_type,width,height,duration:\
    stream_disposition=attached_pic:stream_tags=rotate:stream_side_data=rotation";

/// Reads the answer.
///
/// # Errors
/// When it is not ffprobe's.
pub(super) fn read(json: &[u8]) -> Result<Probed, serde_json::Error> {
    let answer: Answer = serde_json::from_slice(json)?;
    let mut pictures = answer.streams.iter().filter(|stream| stream.moves());
    let longest = answer
        .streams
        .iter()
        .filter_map(|stream| milliseconds(stream.duration.as_deref()?))
        .max();
    Ok(Probed {
        size: pictures.find_map(Stream::size),
        duration_ms: answer
            .format
            .duration
            .as_deref()
            .and_then(milliseconds)
            .or(longest),
    })
}

impl Stream {
    fn moves(&self) -> bool {
        self.codec_type == "video" && self.disposition.attached_pic == 0
    }

    fn size(&self) -> Option<(i32, i32)> {
        let side = |pixels: Option<i64>| {
            let pixels = pixels.filter(|pixels| (1..=MAX_SIDE).contains(pixels))?;
            i32::try_from(pixels).ok()
        };
        let (width, height) = (side(self.width)?, side(self.height)?);
        Some(if self.lies_on_its_side() {
            (height, width)
        } else {
            (width, height)
        })
    }

    /// Telephones film upright by saying that the picture has to be turned.
    fn lies_on_its_side(&self) -> bool {
        let side_data = self.side_data_list.iter().find_map(|one| one.rotation);
        let tag = self.tags.rotate.as_deref().and_then(|tag| tag.parse().ok());
        let degrees: f64 = side_data.or(tag).unwrap_or_default();
        let turned = degrees.abs() % 180.0;
        (45.0..135.0).contains(&turned)
    }
}

/// `12.345000` in milliseconds.
fn milliseconds(seconds: &str) -> Option<i64> {
    let milliseconds = (seconds.parse::<f64>().ok()? * 1_000.0).round();
    if !(0.0..=LONGEST_MS).contains(&milliseconds) {
        return None;
    }
    format!("{milliseconds:.0}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_has_the_size_that_it_is_seen_with_and_a_length() {
        let seen = read(
            br#"{"streams":[{"codec_type":"audio","duration":"2.1"},
                {"codec_type":"video","width":1920,"height":1080,
                 "side_data_list":[{},{"rotation":-90}]}],
                "format":{"duration":"12.3456"}}"#,
        );
        let expected = Probed {
            size: Some((1_080, 1_920)),
            duration_ms: Some(12_346),
        };
        assert_eq!(seen.unwrap(), expected);
    }

    #[test]
    fn a_cover_is_no_film_and_a_stream_may_know_the_length_alone() {
        let seen = read(
            br#"{"streams":[{"codec_type":"audio","duration":"61.5"},
                {"codec_type":"video","width":500,"height":500,"disposition":{"attached_pic":1}}],
                "format":{}}"#,
        );
        let expected = Probed {
            size: None,
            duration_ms: Some(61_500),
        };
        assert_eq!(seen.unwrap(), expected);
    }

    #[test]
    fn nonsense_is_nothing() {
        for answer in [
            r#"{"format":{"duration":"N/A"}}"#,
            r#"{"format":{"duration":"inf"}}"#,
            r#"{"format":{"duration":"-3"}}"#,
            r#"{"streams":[{"codec_type":"video","width":0,"height":99999999}]}"#,
            "{}",
        ] {
            assert_eq!(
                read(answer.as_bytes()).unwrap(),
                Probed::default(),
                "{answer}"
            );
        }
        assert!(read(b"Segmentation fault").is_err());
    }
}
