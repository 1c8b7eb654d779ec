//! The generator of chance: the same seed gives the same year, on every machine and with every version.

/// SplitMix64 (Steele, Lea and Flood, 2014). Stable because it is fifteen lines of our own, and not because
/// somebody promised it.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// The sequence of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Another sequence for each `salt`, so that one more draw in one place changes nothing elsewhere.
    #[must_use]
    pub fn fork(&self, salt: u64) -> Self {
        let mut other = Self(self.0 ^ salt.wrapping_mul(0xA076_1D64_78BD_642F));
        other.draw();
        other
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `from` up to and without `to`.
    pub fn within(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to - from).unwrap_or_default().max(1);
        from + i64::try_from(self.draw() % span).unwrap_or_default()
    }

    /// True in that many of a thousand cases.
    pub fn permille(&mut self, chance: i64) -> bool {
        self.within(0, 1000) < chance
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, of: &[T], otherwise: T) -> T {
        let index = self.within(0, i64::try_from(of.len()).unwrap_or(i64::MAX));
        usize::try_from(index).ok().and_then(|index| of.get(index)).copied().unwrap_or(otherwise)
    }
}

/// A digest (FNV-1a) of anything that can be written, to tell two runs apart.
#[must_use]
pub fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut rng = Rng::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| rng.draw()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
