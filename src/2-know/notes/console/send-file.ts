/** A file goes up as the bytes it is: no form around it that somebody would have to take apart. */
import { i18n } from '@lingui/core';
import { ApiProblem, address, CARD_REMOVED } from '#console/kit';

export async function sendFile(customer: string, file: File): Promise<void> {
  const response = await fetch(address(`/api/customers/${customer}/files`, { name: file.name }), {
    method: 'POST',
    body: file,
    headers: {
      accept: 'application/json',
      'accept-language': i18n.locale,
      'content-type': 'application/octet-stream',
    },
    credentials: 'same-origin',
  }).catch(() => null);
  if (!response) throw new ApiProblem({ code: 'unreachable', status: 0, detail: '' });
  if (response.headers.has('x-card-numbers-removed')) dispatchEvent(new Event(CARD_REMOVED));
  if (!response.ok)
    throw new ApiProblem((await response.json()) as ConstructorParameters<typeof ApiProblem>[0]);
}
