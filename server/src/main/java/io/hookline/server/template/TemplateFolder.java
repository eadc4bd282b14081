package io.hookline.server.template;

import java.util.Optional;

/**
 * The files of a template.
 *
 * @param name what people call it on the command line
 * @param file the text of its {@code template.yaml}
 * @param sampleFile that of its {@code samples.yaml}
 */
public record TemplateFolder(String name, String file, Optional<String> sampleFile) {
    public Template template() {
        return YamlFile.read(file, name + "/template.yaml", Template.class);
    }

    public Samples samples() {
        return YamlFile.read(
                sampleFile.orElseThrow(() ->
                        new TemplateRefused(
                                "The template "
                                        + name
                                        + " has no samples.yaml, so there is nothing to try.")),
                name + "/samples.yaml",
                Samples.class);
    }
}
