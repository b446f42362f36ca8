"""The encoders of a remote project."""

# mypy: disable-error-code="empty-body"
# The decorators of `route` give these methods their bodies.

from linewise.client.route import get, post, route
from linewise.client.stages.stage import Stage, Told
from linewise.jobs import JobView
from linewise.teaching.encoder_views import EncoderCard, EncodersView


class Encoders(Stage):
    """Encoders by name or folder, tried beside the one in use, chosen by a person."""

    @get("teach/encoders")
    def encoders(self) -> EncodersView: ...

    @post("teach/encoders")
    def start_offering(self, source: str, *, words: bool = True) -> JobView: ...

    @post("teach/encoders/{encoder}/use")
    def use_encoder(self, encoder: str, *, teach: bool = True) -> EncoderCard: ...

    @route("DELETE", "teach/encoders/{encoder}/vectors")
    def forget_encoder(self, encoder: str) -> EncoderCard: ...

    def offer_encoder(self, source: str, *, words: bool = True, progress: Told | None = None) -> EncoderCard:
        """Load, encode and compare there, and wait for it."""
        return self._jobs.outcome(EncoderCard, self.start_offering(source, words=words), progress)
