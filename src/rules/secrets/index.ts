import type { Rule } from '../rule.ts';
import { aiRules } from './ai.ts';
import { aiPlatformRules } from './ai-platforms.ts';
import { aiToolRules } from './ai-tools.ts';
import { chatRules } from './chat.ts';
import { ciPackageRules } from './ci-and-packages.ts';
import { awsRules } from './cloud-aws.ts';
import { azureRules } from './cloud-azure.ts';
import { googleRules } from './cloud-google.ts';
import { cloudHostRules } from './cloud-hosts.ts';
import { cloudPlatformRules } from './cloud-platforms.ts';
import { commandLineRules } from './command-lines.ts';
import { commerceRules } from './commerce.ts';
import { databaseRules } from './databases.ts';
import { developerPlatformRules } from './developer-platforms.ts';
import { emailSmsRules } from './email-and-sms.ts';
import { formatRules } from './formats.ts';
import { identityRules } from './identity.ts';
import { observabilityRules } from './observability.ts';
import { passwordHashRules } from './password-hashes.ts';
import { paymentProviderRules } from './payment-providers.ts';
import { readerRules } from './readers.ts';
import { storedPasswordRules } from './stored-passwords.ts';
import { versionControlRules } from './version-control.ts';
import { webSessionRules } from './web-sessions.ts';
import { webhookRules } from './webhooks.ts';
import { workToolRules } from './work-tools.ts';

/** Values that can be told by their own form, wherever they stand: provider tokens, keys, signatures, hashes. */
export const secretRules: readonly Rule[] = [
  ...awsRules,
  ...googleRules,
  ...azureRules,
  ...cloudHostRules,
  ...cloudPlatformRules,
  ...databaseRules,
  ...versionControlRules,
  ...ciPackageRules,
  ...workToolRules,
  ...paymentProviderRules,
  ...commandLineRules,
  ...commerceRules,
  ...chatRules,
  ...emailSmsRules,
  ...aiRules,
  ...aiToolRules,
  ...observabilityRules,
  ...identityRules,
  ...passwordHashRules,
  ...formatRules,
  ...aiPlatformRules,
  ...developerPlatformRules,
  ...webhookRules,
  ...webSessionRules,
  ...storedPasswordRules,
  ...readerRules,
];
