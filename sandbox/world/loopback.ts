/** The sandbox answers and asks on this machine alone. */
export function isLoopback(address: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(address);
}
