package ai.torale.acceptance.host;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts every payload, as a host with secrets in its tasks would. */
final class EncryptingCodec implements PayloadCodec {
    private static final int NONCE = 12;

    private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    private final SecureRandom random = new SecureRandom();

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(this::encrypted).toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream().map(this::decrypted).toList();
    }

    private Payload encrypted(Payload payload) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        return Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("binary/encrypted"))
                .setData(ByteString.copyFrom(nonce)
                        .concat(ByteString.copyFrom(crypt(Cipher.ENCRYPT_MODE, nonce, payload.toByteArray()))))
                .build();
    }

    private Payload decrypted(Payload payload) {
        if (!"binary/encrypted".equals(payload.getMetadataOrThrow("encoding").toStringUtf8())) {
            return payload;
        }
        byte[] data = payload.getData().toByteArray();
        byte[] nonce = Arrays.copyOf(data, NONCE);
        try {
            return Payload.parseFrom(crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(data, NONCE, data.length)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(128, nonce));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
