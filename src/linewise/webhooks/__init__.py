"""Messages to other systems, as the Standard Webhooks specification has them: signed, and only to where they may go."""

from linewise.webhooks.addresses import checked, resolved
from linewise.webhooks.sending import GONE, WHOLE, Answer, send
from linewise.webhooks.signing import new_secret

__all__ = ["GONE", "WHOLE", "Answer", "checked", "new_secret", "resolved", "send"]
