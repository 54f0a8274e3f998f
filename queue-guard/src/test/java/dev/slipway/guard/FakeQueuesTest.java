package dev.slipway.guard;

class FakeQueuesTest extends QueueReaderContract {
  private final FakeQueues queues = new FakeQueues();

  @Override
  protected QueueReader reader() {
    return queues;
  }

  @Override
  protected String queue() {
    return "jobs";
  }

  @Override
  protected void startJob(String region) {
    queues.running(region, 1);
  }

  @Override
  protected void silence(String region) {
    queues.silent(region);
  }
}
