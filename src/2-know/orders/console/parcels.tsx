/** What couriers told of an order's parcels. */
import { useLingui } from '@lingui/react/macro';
import { Copyable, Instant, Verbatim } from '#console/kit';
import type { ParcelShown } from '../contract.ts';
import { DeliveryState } from './order-words.tsx';
import css from './orders.module.css';

export function Parcels({ parcels }: { parcels: readonly ParcelShown[] }) {
  const { t } = useLingui();
  if (parcels.length === 0) return null;
  return (
    <ul className={css.parcels} aria-label={t`Parcels`}>
      {parcels.map((parcel, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a parcel's number may be masked
        <li key={index}>
          <DeliveryState state={parcel.state} /> <Verbatim longest={40}>{parcel.courier}</Verbatim>{' '}
          {parcel.tracking && <Copyable value={parcel.tracking} what={t`tracking number`} longest={40} />}{' '}
          <When parcel={parcel} />
          {parcel.failure && !parcel.delivered_at && (
            <span className={css.quiet}>
              {' '}
              <Verbatim longest={120}>{parcel.failure}</Verbatim>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The instant that matters now. */
function When({ parcel }: { parcel: ParcelShown }) {
  const { t } = useLingui();
  if (parcel.delivered_at) return <Instant at={parcel.delivered_at} brief />;
  if (parcel.promised_at)
    return (
      <span className={css.quiet}>
        {t`promised for`} <Instant at={parcel.promised_at} brief />
      </span>
    );
  if (parcel.shipped_at)
    return (
      <span className={css.quiet}>
        {t`sent`} <Instant at={parcel.shipped_at} brief />
      </span>
    );
  return null;
}
