package dev.slipway.notifier;

import java.time.Duration;

class FakeMessengerTest extends MessengerContract {
  private final FakeMessenger messenger = new FakeMessenger();

  @Override
  protected Messenger messenger() {
    return messenger;
  }

  @Override
  protected int arrived() {
    return messenger.sent.size();
  }

  @Override
  protected void beBusy(Duration retryAfter) {
    messenger.answerNext(FakeMessenger.tryAgain(retryAfter));
  }

  @Override
  protected void refuse() {
    messenger.answerNext(FakeMessenger.refused());
  }
}
