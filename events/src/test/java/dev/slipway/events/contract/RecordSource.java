package dev.slipway.events.contract;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The records and enums of one source file, as they stand there. */
record RecordSource(Map<String, List<Component>> records, Map<String, List<String>> enums) {

  /**
   * A component of a record.
   *
   * @param type as it is written
   * @param about what the record's Javadoc says of it; empty: nothing
   * @param byDefault the value of its {@code @DefaultValue}; absent where it has none with a value
   * @param optional whether it may be left out
   */
  record Component(
      String name, String type, String about, Optional<String> byDefault, boolean optional) {}

  List<Component> components(String record) {
    return Objects.requireNonNull(records.get(record), () -> "no record " + record);
  }

  static RecordSource read(Path file) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(null, files, null, null, null, files.getJavaFileObjects(file));
      DocTrees comments = DocTrees.instance(task);
      Map<String, List<Component>> records = new LinkedHashMap<>();
      Map<String, List<String>> enums = new HashMap<>();
      for (CompilationUnitTree unit : task.parse()) {
        new TreePathScanner<Void, Void>() {
          @Override
          public Void visitClass(ClassTree type, Void nothing) {
            switch (type.getKind()) {
              case RECORD ->
                  records.put(
                      type.getSimpleName().toString(),
                      components(type, comments, getCurrentPath()));
              case ENUM -> enums.put(type.getSimpleName().toString(), constants(type));
              default -> {}
            }
            return super.visitClass(type, null);
          }
        }.scan(unit, null);
      }
      return new RecordSource(records, enums);
    }
  }

  private static List<Component> components(ClassTree type, DocTrees comments, TreePath path) {
    Map<String, String> about = parameters(comments.getDocCommentTree(path));
    List<Component> components = new ArrayList<>();
    for (Tree member : type.getMembers()) {
      if (member instanceof VariableTree variable
          && !variable.getModifiers().getFlags().contains(Modifier.STATIC)) {
        String name = variable.getName().toString();
        List<? extends AnnotationTree> annotations = variable.getModifiers().getAnnotations();
        boolean hasDefault = annotations.stream().anyMatch(each -> is(each, "DefaultValue"));
        components.add(
            new Component(
                name,
                variable.getType().toString().replaceAll("@\\w+(?:\\(\\))?\\s+", ""),
                about.getOrDefault(name, ""),
                annotations.stream()
                    .filter(each -> is(each, "DefaultValue"))
                    .flatMap(each -> each.getArguments().stream())
                    .map(argument -> argument.toString().replaceFirst("^value = ", ""))
                    .findFirst(),
                hasDefault
                    || annotations.stream().anyMatch(each -> is(each, "Nullable"))
                    || variable.getType().toString().contains("@Nullable")));
      }
    }
    return components;
  }

  private static boolean is(AnnotationTree annotation, String name) {
    return annotation.getAnnotationType().toString().equals(name);
  }

  private static List<String> constants(ClassTree type) {
    return type.getMembers().stream()
        .filter(VariableTree.class::isInstance)
        .map(member -> ((VariableTree) member).getName().toString())
        .toList();
  }

  private static Map<String, String> parameters(DocCommentTree comment) {
    return comment == null
        ? Map.of()
        : comment.getBlockTags().stream()
            .filter(ParamTree.class::isInstance)
            .map(ParamTree.class::cast)
            .collect(
                Collectors.toMap(
                    each -> each.getName().toString(),
                    each ->
                        JavadocText.flattened(
                            each.getDescription().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining()))));
  }
}
