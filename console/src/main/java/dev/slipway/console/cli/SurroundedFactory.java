package dev.slipway.console.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands with what is around them. */
final class SurroundedFactory implements IFactory {
  private final Surroundings around;

  SurroundedFactory(Surroundings around) {
    this.around = around;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Surroundings.class) {
        return type.cast(constructor.newInstance(around));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
