/** Where an order goes and what the buyer wrote, in lines; what a channel tells beyond that as it came. */
import { useLingui } from '@lingui/react/macro';
import { JsonView, Panel, Verbatim } from '#console/kit';
import type { OrderDetail } from '../contract.ts';
import css from './orders.module.css';

const WHO = ['name', 'company', 'phone'];
const CHINESE = ['state', 'city', 'district', 'street', 'postalCode', 'country'];
const ELSEWHERE = ['street', 'district', 'postalCode', 'city', 'state', 'country'];

export function Delivery({ details }: { details: NonNullable<OrderDetail['details']> }) {
  const { t } = useLingui();
  const { shipping, note, ...rest } = details;
  const lines = linesOf(shipping);
  const others = lines ? rest : { ...(shipping !== undefined && { shipping }), ...rest };
  return (
    <Panel title={t`Delivery and contact`}>
      {lines?.map((line) => (
        <p key={line} className={css.line}>
          <Verbatim longest={600}>{line}</Verbatim>
        </p>
      ))}
      {typeof note === 'string' && (
        <p className={css.line}>
          <span className={css.quiet}>{t`Note`}</span> <Verbatim longest={2000}>{note}</Verbatim>
        </p>
      )}
      {Object.keys(others).length > 0 && <JsonView value={others} label={t`Delivery and contact`} />}
    </Panel>
  );
}

/** Null: there is something in it that a line would not show. */
function linesOf(shipping: unknown): string[] | null {
  if (typeof shipping !== 'object' || shipping === null || Array.isArray(shipping)) return null;
  const parts = shipping as Record<string, unknown>;
  const isPlain = Object.entries(parts).every(
    ([name, value]) => typeof value === 'string' && [...WHO, ...CHINESE].includes(name),
  );
  if (!isPlain) return null;
  const isChinese = /\p{Script=Han}/u.test(`${parts.street}${parts.city}`);
  const said = (names: readonly string[]) => names.map((name) => parts[name]).filter(Boolean);
  return [said(WHO).join(' · '), said(isChinese ? CHINESE : ELSEWHERE).join(isChinese ? ' ' : ', ')].filter(
    Boolean,
  );
}
