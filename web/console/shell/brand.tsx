import { useLingui } from '@lingui/react/macro';
import icon from '../theme/icon.svg';
import css from './shell.module.css';

export function Brand() {
  const { t } = useLingui();
  return (
    <span className={css.brand}>
      <img src={icon} alt="" width={22} height={22} />
      {t({ message: 'Regulars', comment: 'The name of the product' })}
    </span>
  );
}
