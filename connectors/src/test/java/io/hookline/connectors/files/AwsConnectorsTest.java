package io.hookline.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.TestingEndpoint.Answered;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Protection;
import io.hookline.flow.card.Reach;
import io.hookline.flow.card.Secret;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The connectors whose requests are signed, against a local endpoint. */
class AwsConnectorsTest {
    private static final String CHOSEN =
            "'parameters': {'region': '', 'instances': 'arn:i', 'accounts': '-- Enter Account ID"
                    + " --'}, 'Parameters': {'Principal Type': 'USER', 'Principal ID': 'u1',"
                    + " 'Account ID': '123', 'Permission Sets': ['arn:p1', 'arn:p2']}";

    /** No host of AWS, so that the file says the region. */
    private static FileTrial trial(String name, Answered... answers) throws IOException {
        String file =
                Files.readString(
                        Path.of(
                                System.getProperty("hookline.root", ".."),
                                "connectors/src/main/resources/connectors",
                                name + ".yaml"));
        FileTrial trial =
                FileTrial.answering(
                        file.replaceFirst("sign: \\{", "sign: {region: eu-west-1, "), answers);
        trial.auth = new Auth.Basic("AKIDEXAMPLE", new Secret("the-secret-key"));
        return trial;
    }

    @Test
    void aFunctionRunsAndTheRequestIsSigned() throws IOException {
        try (FileTrial lambda =
                trial(
                        "awslambda",
                        Answered.ok("{\"zip\": \"SW1\"}")
                                .with("X-Amz-Log-Result", "RU5EIFJlcXVlc3Q="))) {
            JsonNode out =
                    lambda.run(
                            "invoke",
                            "{'parameters': {'name': 'enrich'}, 'Parameters': {'invocationType':"
                                    + " 'RequestResponse', 'logType': 'Tail', 'clientContext':"
                                    + " {'a': 1}, 'payload': {'user': 'ada'}}}");

            assertThat(out.at("/Response/Output/zip").asText()).isEqualTo("SW1");
            assertThat(out.at("/Response/Log Result").asText()).isEqualTo("END Request");
            assertThat(lambda.asked())
                    .containsExactly(
                            "POST /2015-03-31/functions/enrich/invocations {\"user\":\"ada\"}");
            var asked = lambda.endpoint.asked().getFirst();
            assertThat(asked.header("Authorization"))
                    .startsWith(
                            "AWS4-HMAC-SHA256"
                                + " Credential=AKIDEXAMPLE/20261129/eu-west-1/lambda/aws4_request,"
                                + " SignedHeaders=content-type;host;x-amz-client-context;x-amz-date;x-amz-invocation-type;x-amz-log-type,"
                                + " Signature=")
                    .doesNotContain("the-secret-key");
            assertThat(asked.header("X-Amz-Date")).isEqualTo("20261129T120000Z");
            assertThat(asked.header("X-Amz-Client-Context")).isEqualTo("eyJhIjoxfQ==");
        }
    }

    @Test
    void aFunctionThatFailsIsAFailureThoughTheStatusIsGood() throws IOException {
        try (FileTrial lambda =
                trial(
                        "awslambda",
                        Answered.ok("{\"errorMessage\": \"no such zip\"}")
                                .with("X-Amz-Function-Error", "Unhandled"))) {
            assertThatThrownBy(() -> lambda.run("invoke", "{'parameters': {'name': 'enrich'}}"))
                    .isInstanceOf(CardFailure.Rejected.class)
                    .hasMessageContaining("no such zip");
        }
    }

    @Test
    void eachPermissionSetIsGiven() throws IOException {
        try (FileTrial sso = trial("awssso", Answered.ok("{}"), Answered.ok("{}"))) {
            sso.run("addAWSEntitlements", "{" + CHOSEN + "}");

            assertThat(sso.asked())
                    .containsExactly(assignment("arn:p1", "123"), assignment("arn:p2", "123"));
            var asked = sso.endpoint.asked().getFirst();
            assertThat(asked.header("X-Amz-Target"))
                    .isEqualTo("SWBExternalService.CreateAccountAssignment");
            assertThat(asked.header("Content-Type")).isEqualTo("application/x-amz-json-1.1");
        }
    }

    private static String assignment(String set, String account) {
        return "POST / {\"InstanceArn\":\"arn:i\",\"PermissionSetArn\":\""
                + set
                + "\",\"PrincipalType\":\"USER\",\"PrincipalId\":\"u1\","
                + "\"TargetType\":\"AWS_ACCOUNT\",\"TargetId\":\""
                + account
                + "\"}";
    }

    @Test
    void whatIsAssignedIsTakenAwayUnlessSomebodyIsProtected() throws IOException {
        String assigned =
                "{\"AccountAssignments\": [{\"AccountId\": \"123\", \"PermissionSetArn\":"
                        + " \"arn:p1\", \"PrincipalId\": \"u1\"}]}";
        try (FileTrial sso =
                trial("awssso", Answered.ok(assigned), Answered.ok("{}"), Answered.ok(assigned))) {
            sso.run("removeAllAWSEntitlements", "{" + CHOSEN + "}");
            assertThat(sso.asked().getLast()).isEqualTo(assignment("arn:p1", "123"));
            assertThat(sso.endpoint.asked().getLast().header("X-Amz-Target"))
                    .isEqualTo("SWBExternalService.DeleteAccountAssignment");

            sso.reach =
                    new Reach(
                            List.of(),
                            Optional.empty(),
                            Optional.empty(),
                            new Protection(List.of("U1"), List.of()),
                            Optional.empty());
            assertThatThrownBy(() -> sso.run("removeAllAWSEntitlements", "{" + CHOSEN + "}"))
                    .isInstanceOf(CardFailure.Denied.class);
            // the list before is a POST, too, and is not made
            assertThat(sso.asked()).hasSize(2);
        }
    }

    @Test
    void anotherRegionThanThatOfTheConnectionIsRefused() throws IOException {
        try (FileTrial sso = trial("awssso")) {
            assertThatThrownBy(() ->
                            sso.run(
                                    "listAWSEntitlements",
                                    "{"
                                            + CHOSEN.replace(
                                                    "'region': ''", "'region': 'us-west-2'")
                                            + "}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("us-west-2")
                    .hasMessageContaining("Choose a connection");
            assertThat(sso.asked()).isEmpty();
        }
    }

    @Test
    void aConnectionWithoutKeyAndAnAddressWithoutRegionAreRefused() throws IOException {
        try (FileTrial sso = trial("awssso")) {
            sso.auth = new Auth.None();
            assertThatThrownBy(() -> sso.run("listAWSEntitlements", "{" + CHOSEN + "}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("access key");
        }
        String lambda =
                Files.readString(
                        Path.of(
                                System.getProperty("hookline.root", ".."),
                                "connectors/src/main/resources/connectors/awslambda.yaml"));
        try (FileTrial trial = FileTrial.answering(lambda)) {
            trial.auth = new Auth.Basic("AKIDEXAMPLE", new Secret("the-secret-key"));
            assertThatThrownBy(() -> trial.run("invoke", "{'parameters': {'name': 'f'}}"))
                    .isInstanceOf(CardFailure.Invalid.class)
                    .hasMessageContaining("region");
            assertThat(trial.asked()).isEmpty();
        }
    }
}
