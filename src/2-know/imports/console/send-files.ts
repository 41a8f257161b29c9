/** Files go up in parts of eight megabytes, so that a large one shows how far it is and a part that was lost is sent again. */
import { i18n } from '@lingui/core';
import { ApiProblem, address, api } from '#console/kit';

const PART = 8 * 2 ** 20;

export async function sendFiles(
  files: readonly File[],
  onProgress: (share: number) => void,
): Promise<string> {
  const { upload } = await api.post<{ upload: string }>('/api/imports/uploads');
  const all = files.reduce((sum, { size }) => sum + size, 0);
  let sent = 0;
  for (const file of files)
    for (let at = 0; at === 0 || at < file.size; at += PART) {
      const part = file.slice(at, at + PART);
      await sendPart(address(`/api/imports/uploads/${upload}`, { name: file.name, at }), part);
      sent += part.size;
      onProgress(all === 0 ? 1 : sent / all);
    }
  return upload;
}

async function sendPart(path: string, part: Blob): Promise<void> {
  const response = await fetch(path, {
    method: 'PUT',
    body: part,
    headers: {
      accept: 'application/json',
      'accept-language': i18n.locale,
      'content-type': 'application/octet-stream',
    },
    credentials: 'same-origin',
  }).catch(() => null);
  if (!response) throw new ApiProblem({ code: 'unreachable', status: 0, detail: '' });
  if (!response.ok)
    throw new ApiProblem((await response.json()) as ConstructorParameters<typeof ApiProblem>[0]);
}
