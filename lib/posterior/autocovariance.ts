/** The autocovariance of chains at every lag, by fast Fourier transform. */
import { drawsPerChain } from "./shape.ts";
import { mean } from "./moments.ts";

/**
 * How much a chain remembers: the mean over chains of the autocovariance at lags 0 .. n - 1, with divisor n.
 *
 * The power spectrum of two real chains is the symmetric part of the power of one complex chain made of both, and the
 * autocovariance is linear in the power; so chains go through the transform in pairs and come back in one inverse.
 * @param draws one quantity, index `chain * nDraws + draw`, finite
 * @returns nDraws values; all 0 (to rounding) when every chain is constant
 * @throws CredenceError draws/shape
 * @source Geyer 1992, biased estimator; equals the row means of posterior's (R) `autocovariance`
 * @truth test/truth/posterior.json
 * @cost (nChains / 2 + 1) complex transforms of the power of two >= 2 nDraws
 */
export function autocovariance(draws: Float64Array, nChains: number = 1): Float64Array {
  const n = drawsPerChain(draws, nChains);
  const size = 2 ** Math.ceil(Math.log2(2 * n));
  const { cosines, sines } = twiddles(size);
  const power = new Float64Array(size);
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  for (let chain = 0; chain < nChains; chain += 2) {
    putCentred(re, draws.subarray(chain * n, (chain + 1) * n));
    putCentred(im, chain + 1 < nChains ? draws.subarray((chain + 1) * n, (chain + 2) * n) : draws.subarray(0, 0));
    toScrambledSpectrum(re, im, cosines, sines);
    for (let k = 0; k < size; k++) power[k] += re[k] * re[k] + im[k] * im[k];
  }
  im.fill(0);
  fromScrambledSpectrum(power, im, cosines, sines);
  const covariances = power.slice(0, n);
  for (let lag = 0; lag < n; lag++) covariances[lag] /= size * n * nChains;
  return covariances;
}

interface Twiddles {
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** Tables by size: a fit asks for thousands of transforms of the same one. */
const known = new Map<number, Twiddles>();

function twiddles(size: number): Twiddles {
  const found = known.get(size);
  if (found !== undefined) return found;
  const angles = Float64Array.from({ length: size / 2 }, (_, k) => (2 * Math.PI * k) / size);
  const made = { cosines: angles.map(Math.cos), sines: angles.map(Math.sin) };
  known.set(size, made);
  return made;
}

function putCentred(out: Float64Array, chain: Float64Array): void {
  const center = mean(chain);
  out.fill(0);
  for (let i = 0; i < chain.length; i++) out[i] = chain[i] - center;
}

/**
 * Decimation in frequency (Gentleman and Sande): natural order in, bit-reversed order out, which a power does not
 * mind.
 */
function toScrambledSpectrum(re: Float64Array, im: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const size = re.length;
  for (let half = size / 2, stride = 1; half >= 1; half /= 2, stride *= 2) {
    for (let block = 0; block < size; block += 2 * half) {
      for (let j = 0, a = block, b = block + half; j < half; j++, a++, b++) {
        const c = cosines[j * stride];
        const s = -sines[j * stride];
        const dRe = re[a] - re[b];
        const dIm = im[a] - im[b];
        re[a] += re[b];
        im[a] += im[b];
        re[b] = dRe * c - dIm * s;
        im[b] = dRe * s + dIm * c;
      }
    }
  }
}

/** Decimation in time (Cooley and Tukey), inverse without the 1 / size: bit-reversed order in, natural order out. */
function fromScrambledSpectrum(re: Float64Array, im: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const size = re.length;
  for (let half = 1, stride = size / 2; half < size; half *= 2, stride /= 2) {
    for (let block = 0; block < size; block += 2 * half) {
      for (let j = 0, a = block, b = block + half; j < half; j++, a++, b++) {
        const c = cosines[j * stride];
        const s = sines[j * stride];
        const bRe = re[b] * c - im[b] * s;
        const bIm = re[b] * s + im[b] * c;
        re[b] = re[a] - bRe;
        im[b] = im[a] - bIm;
        re[a] += bRe;
        im[a] += bIm;
      }
    }
  }
}
