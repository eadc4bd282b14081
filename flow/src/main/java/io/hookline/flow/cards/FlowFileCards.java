package io.hookline.flow.cards;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.card.FlowId;
import io.hookline.flow.card.FolderId;
import io.hookline.flow.card.Help;
import io.hookline.flow.cards.FlowFiles.FlowFile;
import io.hookline.flow.flopack.Flopack;

import java.util.Optional;

/** Cards that make files of flows and folders. */
@Category(Category.FLOWS)
public final class FlowFileCards {
    /** What one text can hold, in bytes before Base64. */
    private static final int LARGEST = 7 * 1024 * 1024;

    private static final int DEEPEST_INDENT = 10;

    private final FlowFiles files;

    public FlowFileCards(FlowFiles files) {
        this.files = files;
    }

    /** What exporting a flow gives. */
    public record Exported(
            @Field(key = "output", label = "ExportedFlow")
                    @Help("The file: its name, content type and bytes")
                    FileContent output,
            @Field(group = "file", key = "content", label = "File Content")
                    @Help("The same file, for flows that take it in parts")
                    FileContent content,
            @Field(group = "file", key = "name", label = "Filename") @Help("The name of the file")
                    String name,
            @Field(group = "file", key = "size", label = "Size") @Help("How many bytes it has")
                    int size) {}

    @Card(
            id = "utility.exportFlo",
            title = "Export Flow",
            help =
                    "Creates a .flopack file of one flow as it was last saved, with the "
                            + "structure of the tables it uses. The flow is not run.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"flo": "0a1b2c3d", "pretty": false}\
                    """,
            out =
                    """
                    {"output": {"name": "Alert.flopack", "contentType": "application/json", \
                    "base64": "eyJ0eXBlIjoiZmxvcGFjayJ9"}}\
                    """)
    public Exported exportFlo(
            @Field(key = "flo", label = "Flow") @Help("The flow to export") FlowId flow,
            @Field(key = "pretty", label = "JSON Pretty Print?")
                    @Help("Whether the file is indented for reading")
                    boolean pretty,
            @Field(whenBlank = "2", key = "indent", label = "Number of Indented Spaces")
                    @Help("How many spaces each level is indented by, 0 to 10")
                    Optional<Integer> indent) {
        Made made = made("flow", files.export(flow.id()), pretty, indent);
        return new Exported(made.file, made.file, made.file.name(), made.size);
    }

    /** What exporting a folder gives. */
    public record ExportedFolder(
            @Field(group = "file", key = "content", label = "File Content") @Help("The file")
                    FileContent content,
            @Field(group = "file", key = "name", label = "Filename") @Help("The name of the file")
                    String name,
            @Field(group = "file", key = "size", label = "Size") @Help("How many bytes it has")
                    int size) {}

    @Card(
            id = "utility.exportFolder",
            title = "Export Folder",
            help =
                    "Creates a .flopack file of all flows of a folder and its subfolders, as they"
                        + " were last saved, with the structure of the tables. The flows are not"
                        + " run.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"folder": "0a1b2c3d", "pretty": false}\
                    """,
            out =
                    """
                    {"file": {"content": {"name": "Alerts.flopack", "contentType": "application/json", \
                    "base64": "eyJ0eXBlIjoiZmxvcGFjayJ9"}, "name": "Alerts.flopack", "size": 18}}\
                    """)
    public ExportedFolder exportFolder(
            @Field(key = "folder", label = "Folder") @Help("The folder to export") FolderId folder,
            @Field(key = "pretty", label = "JSON Pretty Print?")
                    @Help("Whether the file is indented for reading")
                    boolean pretty,
            @Field(whenBlank = "2", key = "indent", label = "Number of Indented Spaces")
                    @Help("How many spaces each level is indented by, 0 to 10")
                    Optional<Integer> indent) {
        Made made = made("folder", files.exportFolder(folder.id()), pretty, indent);
        return new ExportedFolder(made.file, made.file.name(), made.size);
    }

    private record Made(FileContent file, int size) {}

    private static Made made(String what, FlowFile file, boolean pretty, Optional<Integer> indent) {
        int spaces = indent.orElse(2);
        if (spaces < 0 || spaces > DEEPEST_INDENT) {
            throw new CardFailure.Invalid(
                    "Expected 0 to " + DEEPEST_INDENT + " indented spaces, found " + spaces + ".");
        }
        byte[] bytes =
                pretty ? Flopack.lines(file.document(), spaces) : Flopack.bytes(file.document());
        if (bytes.length > LARGEST) {
            throw new CardFailure.Rejected(
                    "The file of the "
                            + what
                            + " \""
                            + file.name()
                            + "\" has more than 7 MB, the most that a card can make.");
        }
        return new Made(
                FileContent.of(file.name() + ".flopack", "application/json", bytes), bytes.length);
    }
}
