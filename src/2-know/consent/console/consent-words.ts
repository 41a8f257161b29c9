import { useLingui } from '@lingui/react/macro';
import type { ChoiceShown } from '../contract.ts';

export function useConsentWords() {
  const { t } = useLingui();
  const purposes: Record<ChoiceShown['purpose'], string> = {
    service: t`Service`,
    marketing: t`Marketing`,
    personalisation: t`Personalisation`,
    third_party: t`Passing on to others`,
  };
  const channels: Record<ChoiceShown['channel'], string> = {
    email: t`E-mail`,
    sms: t`SMS`,
    phone: t`Phone`,
    push: t`Push`,
    post: t`Post`,
    wechat: t`WeChat`,
    any: t`Any way`,
  };
  const states: Record<ChoiceShown['state'], string> = {
    granted: t`agreed`,
    denied: t`refused`,
    withdrawn: t`took it back`,
  };
  const methods: Record<ChoiceShown['method'], string> = {
    form: t`on a form`,
    double_opt_in: t`confirmed by e-mail`,
    phone: t`on the phone`,
    store: t`in a store`,
    import: t`from a file`,
    staff: t`noted by staff`,
    platform: t`told by a platform`,
    bounce: t`by a message that came back`,
    preference_page: t`on her own page`,
  };
  return { purposes, channels, states, methods };
}
