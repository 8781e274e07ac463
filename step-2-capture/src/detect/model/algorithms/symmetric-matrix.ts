/** A square matrix, row after row; all functions here expect it to be symmetric. */
export interface SymmetricMatrix {
  readonly values: Float64Array
  readonly size: number
}

export interface Eigen {
  readonly eigenvalues: Float64Array
  /** Row k is the unit eigenvector of eigenvalue k. */
  readonly vectors: Float64Array
}

/** Sweeps converge quadratically; 6 to 10 are typical (Golub and Van Loan, section 8.5). */
const sweepCountMax = 50

/** Eigenvalues and eigenvectors by cyclic Jacobi rotations; about 10 · size³ multiplications. */
export function eigenOf(matrix: SymmetricMatrix): Eigen {
  const { size } = matrix
  const a = matrix.values.slice()
  const vectors = new Float64Array(size * size)
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1
  const negligible = 1e-30 * sumOfSquares(a)
  for (let sweep = 0; sweep < sweepCountMax; sweep++) {
    if (sumOffDiagonal(a, size) <= negligible) break
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, vectors, { size, p, q })
    }
  }
  return { eigenvalues: Float64Array.from({ length: size }, (_, i) => a[i * size + i]!), vectors }
}

/** matrix^(-1/2), the whitening that changes the axes least. Eigenvalues below `floor` count as it. */
export function inverseRoot(matrix: SymmetricMatrix, floor: number): Float64Array {
  const { size } = matrix
  const { eigenvalues, vectors } = eigenOf(matrix)
  const root = new Float64Array(size * size)
  for (let k = 0; k < size; k++) {
    const scale = 1 / Math.sqrt(Math.max(eigenvalues[k]!, floor))
    const vector = vectors.subarray(k * size, (k + 1) * size)
    for (let i = 0; i < size; i++) {
      const factor = scale * vector[i]!
      for (let j = 0; j < size; j++) root[i * size + j]! += factor * vector[j]!
    }
  }
  return root
}

interface Plane {
  readonly size: number
  readonly p: number
  readonly q: number
}

/** Turns the plane of axes p and q so far that a[p, q] becomes zero. */
function rotate(a: Float64Array, vectors: Float64Array, { size, p, q }: Plane): void {
  const apq = a[p * size + q]!
  if (apq === 0) return
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq)
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const cosine = 1 / Math.hypot(tangent, 1)
  const sine = tangent * cosine
  for (let k = 0; k < size; k++) {
    const kp = a[k * size + p]!
    const kq = a[k * size + q]!
    a[k * size + p] = cosine * kp - sine * kq
    a[k * size + q] = sine * kp + cosine * kq
  }
  mixRows(a, { size, p, q }, { cosine, sine })
  mixRows(vectors, { size, p, q }, { cosine, sine })
}

function mixRows(
  a: Float64Array,
  { size, p, q }: Plane,
  { cosine, sine }: { cosine: number; sine: number },
): void {
  for (let k = 0; k < size; k++) {
    const pk = a[p * size + k]!
    const qk = a[q * size + k]!
    a[p * size + k] = cosine * pk - sine * qk
    a[q * size + k] = sine * pk + cosine * qk
  }
}

function sumOfSquares(a: Float64Array): number {
  return a.reduce((sum, value) => sum + value * value, 0)
}

function sumOffDiagonal(a: Float64Array, size: number): number {
  let sum = 0
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) if (i !== j) sum += a[i * size + j]! ** 2
  }
  return sum
}
