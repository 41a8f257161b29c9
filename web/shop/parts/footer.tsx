/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';
import { useShop } from '../front.ts';
import { money, said } from '../words.ts';

export function Footer({ openSettings }: { openSettings(): void }) {
  const { front } = useShop();
  const free = money(front.shipping.free_from, front.currency);
  return (
    <footer>
      <div class="footerInside">
        <p>
          <strong>{said(front.name)}</strong>
        </p>
        <p>{t`Free delivery from ${free} · sandbox payment · served by Regulars`}</p>
        <p>
          <button type="button" class="plain" onClick={openSettings}>
            {t`Cookie settings`}
          </button>
        </p>
      </div>
    </footer>
  );
}
