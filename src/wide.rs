//! Loops compiled three times: for any processor of the family, and for those with vectors of 256 and of 512 bits.
//!
//! The choice is made when the program runs. All versions do the same operations in the same order (nothing is fused but
//! where `mul_add` says so), and give the same bits.

/// Defines functions whose body is compiled for AVX2 and AVX-512 as well, and which take the version that the processor has.
macro_rules! wide {
    ($($(#[$meta:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) $body:block)*) => { $(
        $(#[$meta])*
        $vis fn $name($($arg: $type),*) {
            #[inline(always)]
            fn plain($($arg: $type),*) $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn avx2($($arg: $type),*) {
                    plain($($arg),*);
                }
                #[target_feature(enable = "avx512f")]
                fn avx512($($arg: $type),*) {
                    plain($($arg),*);
                }
                if std::arch::is_x86_feature_detected!("avx512f") {
                    // SAFETY: the processor has AVX-512, as has just been checked.
                    return unsafe { avx512($($arg),*) };
                }
                if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
                    // SAFETY: the processor has these instructions, as has just been checked.
                    return unsafe { avx2($($arg),*) };
                }
            }
            plain($($arg),*);
        }
    )* };
}

pub(crate) use wide;

/// The greater of two finite numbers; unlike `f32::max` it is one instruction.
#[inline(always)]
pub fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

wide! {
    /// `out += input * rows`, where `rows` has a row as long as `out` for each number of `input`.
    pub fn add_product(out: &mut [f32], input: &[f32], rows: &[f32]) {
        let width = out.len();
        for (x, row) in input.iter().zip(rows.chunks_exact(width)) {
            for (o, w) in out.iter_mut().zip(row) {
                *o += x * w;
            }
        }
    }

    /// Adds `bias` to each row of `out`.
    pub fn add_to_rows(out: &mut [f32], bias: &[f32]) {
        for row in out.chunks_exact_mut(bias.len()) {
            for (o, b) in row.iter_mut().zip(bias) {
                *o += b;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_give_the_same_numbers_as_plain_arithmetic() {
        let input: Vec<f32> = (0..9).map(|i| (i as f32).sin() * 1e3).collect();
        let rows: Vec<f32> = (0..9 * 37).map(|i| (i as f32).cos() / 7.0).collect();
        let mut expected = vec![0.25f32; 37];
        for (x, row) in input.iter().zip(rows.chunks(37)) {
            expected.iter_mut().zip(row).for_each(|(o, w)| *o += x * w);
        }
        let mut out = vec![0.25f32; 37];
        add_product(&mut out, &input, &rows);
        assert_eq!(out, expected);
    }
}
