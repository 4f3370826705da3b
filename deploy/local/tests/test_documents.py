"""The configuration is read out of Rust, the picture is drawn byte by byte: both are checked."""

import unittest
import zlib

import configuration
from demo import png, talk

SOURCE = '''
/// A section.
pub struct Own {
    /// `HUBBUB_PORT_S`: how long, in
    /// seconds.
    pub port_s: u32,
    /// `HUBBUB_KEY`: the key.
    pub key: SecretString,
}

impl Default for Own {
    fn default() -> Self {
        Self {
            port_s: 25_200,
            key: SecretString::from("abc"),
        }
    }
}
'''


class Configuration(unittest.TestCase):
    def test_a_field_becomes_a_variable_with_its_default(self):
        (port, seconds), (key, text) = configuration.section(SOURCE, "Own")
        self.assertEqual((port.name, port.text, port.secret, seconds), ("PORT_S", "How long, in seconds.", False, "25200"))
        self.assertEqual((key.name, key.secret, text), ("KEY", True, "abc"))

    def test_defaults_read_as_a_person_writes_them(self):
        self.assertEqual(configuration.plain("100 * 1024 * 1024", ""), "104857600")
        self.assertEqual(configuration.plain("SocketAddr::from(([127, 0, 0, 1], 8081))", ""), "127.0.0.1:8081")
        self.assertEqual(configuration.plain("Signup::Open", ""), "open")
        self.assertEqual(configuration.plain("None", ""), "")


class Demo(unittest.TestCase):
    def test_the_pictures_are_whole_pngs(self):
        names = {name for *_message, more in talk.TALK for name in more.get("pictures", [])}
        for name in names:
            data = png.draw(name)
            self.assertTrue(data.startswith(b"\x89PNG\r\n\x1a\n"))
            start = data.index(b"IDAT")
            length = int.from_bytes(data[start - 4 : start], "big")
            pixels = zlib.decompress(data[start + 4 : start + 4 + length])
            self.assertEqual(len(pixels), png.HEIGHT * (1 + 3 * png.WIDTH))

    def test_everybody_who_speaks_is_there_to_speak(self):
        members = {channel["name"]: channel["members"] for channel in talk.CHANNELS}
        said = set()
        for key, channel, who, _body, more in talk.TALK:
            self.assertIn(who, members[channel])
            self.assertTrue("parent" not in more or more["parent"] in said)
            for reacting in more.get("reactions", {}).values():
                self.assertLessEqual(set(reacting), set(members[channel]))
            said.add(key)
        self.assertEqual(len(said), len(talk.TALK))
