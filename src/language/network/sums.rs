//! Sixteen sums of products of 16-bit integers, by what the processor has for them. All give the same: integers do not round.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

/// Sums side by side.
pub const PANEL: usize = 16;
/// Weights of two inputs for 16 outputs; [`place`] tells where which stands.
pub type Panel = [i16; 2 * PANEL];

/// Where the weight of an input, 0 or 1, for an output stands: side by side for instructions that multiply by twos.
pub const fn place(input: usize, output: usize) -> usize {
    if cfg!(target_arch = "x86_64") { 2 * output + input } else { PANEL * input + output }
}

/// Sixteen sums.
pub trait Sums: Copy {
    /// All of them 0.
    fn zero() -> Self;
    /// Adds the products of both numbers with the weights.
    fn add(&mut self, numbers: [i16; 2], weights: &Panel);
    /// The sums as they are.
    fn numbers(self) -> [i32; PANEL];
}

/// For any processor.
#[derive(Clone, Copy)]
pub struct Plain([i32; PANEL]);

impl Sums for Plain {
    #[inline(always)]
    fn zero() -> Self {
        Self([0; PANEL])
    }

    #[inline(always)]
    fn add(&mut self, numbers: [i16; 2], weights: &Panel) {
        let [first, second] = numbers.map(i32::from);
        for (output, sum) in self.0.iter_mut().enumerate() {
            let [one, two] = [0, 1].map(|input| i32::from(weights[place(input, output)]));
            *sum = sum.wrapping_add(first * one).wrapping_add(second * two);
        }
    }

    #[inline(always)]
    fn numbers(self) -> [i32; PANEL] {
        self.0
    }
}

/// Defines sums held in vectors, with the instructions that multiply and add.
macro_rules! vectors {
    ($(#[$meta:meta])* $name:ident, $vector:ty, $count:literal, $splat:ident, $add:expr) => {
        $(#[$meta])*
        #[cfg(target_arch = "x86_64")]
        #[derive(Clone, Copy)]
        pub struct $name([$vector; $count]);

        #[cfg(target_arch = "x86_64")]
        impl Sums for $name {
            #[inline(always)]
            fn zero() -> Self {
                // SAFETY: any bits are integers, and so many vectors are as large as 16 of them.
                Self(unsafe { std::mem::transmute::<[i32; PANEL], [$vector; $count]>([0; PANEL]) })
            }

            #[inline(always)]
            fn add(&mut self, numbers: [i16; 2], weights: &Panel) {
                // SAFETY: any bits are integers, and both are equally large; used only where the processor has the instructions.
                unsafe {
                    let numbers = $splat(std::mem::transmute::<[i16; 2], i32>(numbers));
                    let weights = std::mem::transmute::<Panel, [$vector; $count]>(*weights);
                    for (sums, weights) in self.0.iter_mut().zip(weights) {
                        *sums = $add(*sums, numbers, weights);
                    }
                }
            }

            #[inline(always)]
            fn numbers(self) -> [i32; PANEL] {
                // SAFETY: any bits are integers, and so many vectors are as large as 16 of them.
                unsafe { std::mem::transmute::<[$vector; $count], [i32; PANEL]>(self.0) }
            }
        }
    };
}

vectors! {
    /// For processors with AVX-512 and its instructions for neural networks.
    Avx512, __m512i, 1, _mm512_set1_epi32, _mm512_dpwssd_epi32
}
vectors! {
    /// For processors with such instructions on vectors of 256 bits.
    AvxVnni, __m256i, 2, _mm256_set1_epi32, _mm256_dpwssd_avx_epi32
}
vectors! {
    /// For processors with AVX2.
    Avx2, __m256i, 2, _mm256_set1_epi32, |sums, a, b| _mm256_add_epi32(sums, _mm256_madd_epi16(a, b))
}
