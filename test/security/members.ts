/** People of the house who are signed in. */
import type { Role } from '#platform/http';
import { cookiesOf, type House, PASSWORD } from './house.ts';

export type Member = { id: string; email: string; headers: { cookie: string } };

export async function aMember(house: House, role: Role): Promise<Member> {
  const email = `${role}-${crypto.randomUUID()}@tea.example`;
  const { id } = await house.platform.auth.createStaff({ email, name: role, role, password: PASSWORD });
  return { id, email, headers: { cookie: cookiesOf(await house.signIn(email)) } };
}

export const ownerOf = async (house: House): Promise<{ cookie: string }> =>
  (await aMember(house, 'owner')).headers;
