/** The key or the certificate for profiles cannot be used. Says which and what to do; holds nothing of them. */
export class SigningError extends Error {
  override name = 'SigningError'
}
