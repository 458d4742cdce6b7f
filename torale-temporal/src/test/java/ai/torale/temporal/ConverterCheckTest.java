package ai.torale.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.torale.Problem;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.ByteArrayPayloadConverter;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.GsonJsonPayloadConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.ZlibPayloadCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConverterCheckTest {
    @Test
    void temporals_default_is_accepted() {
        assertThat(ConverterCheck.problem(DefaultDataConverter.newDefaultInstance()))
                .isEmpty();
    }

    @Test
    void a_codec_around_the_default_is_accepted() {
        DataConverter zipped =
                new CodecDataConverter(DefaultDataConverter.newDefaultInstance(), List.of(new ZlibPayloadCodec()));

        assertThat(ConverterCheck.problem(zipped)).isEmpty();
    }

    @Test
    void a_hosts_own_mapper_is_accepted_while_its_json_is_the_same() {
        ObjectMapper mapper = JacksonJsonPayloadConverter.newDefaultObjectMapper()
                .setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .enable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(SerializationFeature.INDENT_OUTPUT);

        assertThat(ConverterCheck.problem(jackson(mapper))).isEmpty();
    }

    @Test
    void a_mapper_that_ignores_the_names_of_the_wire_is_refused() {
        ObjectMapper mapper = JsonMapper.builder()
                .configure(MapperFeature.USE_ANNOTATIONS, false)
                .build();

        assertThat(ConverterCheck.problem(jackson(mapper))).map(Problem::code).contains("DATA_CONVERTER");
    }

    @Test
    void a_mapper_that_drops_nulls_is_refused() {
        ObjectMapper mapper = JacksonJsonPayloadConverter.newDefaultObjectMapper()
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

        assertThat(ConverterCheck.problem(jackson(mapper))).map(Problem::code).contains("DATA_CONVERTER");
    }

    @Test
    void gson_is_refused_by_name() {
        DataConverter gson = new DefaultDataConverter(new GsonJsonPayloadConverter());

        assertThat(ConverterCheck.problem(gson)).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo("DATA_CONVERTER");
            assertThat(problem.field()).isEqualTo("workflowClient");
            assertThat(problem.value()).isEqualTo(DefaultDataConverter.class.getName());
        });
    }

    @Test
    void a_converter_that_cannot_write_json_at_all_is_refused() {
        assertThat(ConverterCheck.problem(new DefaultDataConverter(new ByteArrayPayloadConverter())))
                .isPresent();
    }

    @Test
    void a_codec_that_loses_what_it_encoded_is_refused() {
        DataConverter losing =
                new CodecDataConverter(DefaultDataConverter.newDefaultInstance(), List.of(new LosingCodec()));

        assertThat(ConverterCheck.problem(losing)).isPresent();
    }

    private static DataConverter jackson(ObjectMapper mapper) {
        return new DefaultDataConverter(new JacksonJsonPayloadConverter(mapper));
    }

    /** As one with a retired key does. */
    private static final class LosingCodec implements PayloadCodec {
        @Override
        public List<Payload> encode(List<Payload> payloads) {
            return payloads;
        }

        @Override
        public List<Payload> decode(List<Payload> payloads) {
            return payloads.stream()
                    .map(payload -> Payload.getDefaultInstance())
                    .toList();
        }
    }
}
