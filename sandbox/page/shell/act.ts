/** Does something as a person. Errors: what the sandbox said, in its words. */
export async function act<T>(person: string, name: string, given: object = {}): Promise<T> {
  const response = await fetch(`/act/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...given, person }),
  });
  const body = (await response.json()) as T & { error?: string };
  if (!response.ok) throw new Error(body.error ?? `the sandbox answered ${response.status}`);
  return body;
}
