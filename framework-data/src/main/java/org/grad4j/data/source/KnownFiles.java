package org.grad4j.data.source;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the known sets. Sizes and digests are those that TensorFlow Datasets publishes for
 * them ({@code tensorflow_datasets/url_checksums}).
 */
final class KnownFiles {
    private static final List<String> MNIST =
            List.of(
                    "https://storage.googleapis.com/cvdf-datasets/mnist/",
                    "https://ossci-datasets.s3.amazonaws.com/mnist/");
    private static final List<String> FASHION_MNIST =
            List.of("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");
    private static final List<String> KMNIST =
            List.of("http://codh.rois.ac.jp/kmnist/dataset/kmnist/");
    private static final List<String> EMNIST =
            List.of("https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/");
    private static final List<String> CIFAR = List.of("https://www.cs.toronto.edu/~kriz/");

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte.gz";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte.gz";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte.gz";

    private KnownFiles() {}

    static List<RemoteFile> of(MnistVariant variant) {
        return switch (variant) {
            case MNIST ->
                    List.of(
                            file(
                                    MNIST,
                                    TRAIN_IMAGES,
                                    9912422,
                                    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                            file(
                                    MNIST,
                                    TRAIN_LABELS,
                                    28881,
                                    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                            file(
                                    MNIST,
                                    TEST_IMAGES,
                                    1648877,
                                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                            file(
                                    MNIST,
                                    TEST_LABELS,
                                    4542,
                                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));
            case FASHION_MNIST ->
                    List.of(
                            file(
                                    FASHION_MNIST,
                                    TRAIN_IMAGES,
                                    26421880,
                                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                            file(
                                    FASHION_MNIST,
                                    TRAIN_LABELS,
                                    29515,
                                    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                            file(
                                    FASHION_MNIST,
                                    TEST_IMAGES,
                                    4422102,
                                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                            file(
                                    FASHION_MNIST,
                                    TEST_LABELS,
                                    5148,
                                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));
            case KMNIST ->
                    List.of(
                            file(
                                    KMNIST,
                                    TRAIN_IMAGES,
                                    18165135,
                                    "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
                            file(
                                    KMNIST,
                                    TRAIN_LABELS,
                                    29497,
                                    "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
                            file(
                                    KMNIST,
                                    TEST_IMAGES,
                                    3041136,
                                    "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
                            file(
                                    KMNIST,
                                    TEST_LABELS,
                                    5120,
                                    "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"));
            default ->
                    List.of(
                            file(
                                    EMNIST,
                                    "gzip.zip",
                                    561753746,
                                    "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e"));
        };
    }

    static RemoteFile of(Cifar.Variant variant) {
        return variant == Cifar.Variant.CIFAR10
                ? file(
                        CIFAR,
                        "cifar-10-binary.tar.gz",
                        170052171,
                        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
                : file(
                        CIFAR,
                        "cifar-100-binary.tar.gz",
                        168513733,
                        "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec");
    }

    private static RemoteFile file(List<String> folders, String name, long size, String sha256) {
        Stream<URI> mirrors = folders.stream().map(folder -> URI.create(folder + name));
        return new RemoteFile(name, mirrors.toList(), size, sha256);
    }
}
