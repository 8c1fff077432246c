package org.grad4j.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The sets of 28×28 grey images in MNIST's format. Read one with {@link Mnist#load(Path,
 * MnistVariant, Mnist.Split, float, float)}; fetch its files with {@link #download(Path)}.
 *
 * <p>The sets of EMNIST keep their files' orientation, as in torchvision: mirrored along the
 * diagonal. A rotation by −90 degrees and a horizontal flip put the characters upright. Their
 * labels are those of the files; the letters' begin at 1.
 */
public enum MnistVariant {
    /**
     * Handwritten digits. LeCun, Cortes, Burges: The MNIST database of handwritten digits, 1998.
     */
    MNIST("", Classes.DIGITS),
    /** Pieces of clothing. Xiao, Rasul, Vollgraf: Fashion-MNIST, arXiv 1708.07747. */
    FASHION_MNIST("", Classes.CLOTHES),
    /**
     * Cursive Japanese characters. Clanuwat et al.: Deep learning for classical Japanese
     * literature, arXiv 1812.01718.
     */
    KMNIST("", Classes.HIRAGANA),
    /**
     * Digits, capital and small letters, as frequent as in the source. Cohen et al.: EMNIST, arXiv
     * 1702.05373.
     */
    EMNIST_BYCLASS("byclass", Classes.BY_CLASS),
    /** As {@link #EMNIST_BYCLASS}, small letters that look like their capitals counted as those. */
    EMNIST_BYMERGE("bymerge", Classes.BY_MERGE),
    /** As {@link #EMNIST_BYMERGE}, equally many of each class. */
    EMNIST_BALANCED("balanced", Classes.BY_MERGE),
    /** Letters, capital and small ones together; the labels go from 1 to 26. */
    EMNIST_LETTERS("letters", Classes.LETTERS),
    /** Digits, equally many of each. */
    EMNIST_DIGITS("digits", Classes.DIGITS),
    /** Digits, a part of the others that was made as MNIST was. */
    EMNIST_MNIST("mnist", Classes.DIGITS);

    private final String emnist; // name of the part of EMNIST, empty for the other sets
    private final List<String> classNames;

    MnistVariant(String emnist, List<String> classNames) {
        this.emnist = emnist;
        this.classNames = classNames;
    }

    /**
     * Names of the classes, by label.
     *
     * @return an unmodifiable list
     */
    public List<String> classNames() {
        return classNames;
    }

    /**
     * Fetches the set's files into a folder, those that are not there yet, and checks size and
     * SHA-256 of each. The parts of EMNIST come in one archive of 562 MB, which stays in the
     * folder.
     *
     * @param folder where to put them; made if it is missing
     * @throws NullPointerException if the folder is null
     * @throws DownloadException if a file cannot be had from any mirror; says what to put where by
     *     hand
     */
    public void download(Path folder) {
        download(folder, Downloader.create());
    }

    /**
     * Fetches the set's files with a downloader of one's own settings.
     *
     * @param folder where to put them; made if it is missing
     * @param downloader fetches them
     * @throws NullPointerException if an argument is null
     * @throws DownloadException if a file cannot be had from any mirror; says what to put where by
     *     hand
     */
    public void download(Path folder, Downloader downloader) {
        Objects.requireNonNull(downloader, "the downloader is null");
        for (RemoteFile file : KnownFiles.of(this)) {
            Path fetched = downloader.download(file, folder);
            if (!emnist.isEmpty()) {
                Archives.unzip(fetched, "gzip/", files(), folder);
            }
        }
    }

    String images(Mnist.Split split) {
        return prefix(split) + "-images";
    }

    String labels(Mnist.Split split) {
        return prefix(split) + "-labels";
    }

    private String prefix(Mnist.Split split) {
        if (emnist.isEmpty()) {
            return split.prefix();
        }
        return "emnist-" + emnist + (split == Mnist.Split.TRAIN ? "-train" : "-test");
    }

    /** Names of the four files as distributed. */
    List<String> files() {
        List<String> names = new ArrayList<>();
        for (Mnist.Split split : Mnist.Split.values()) {
            names.add(images(split) + "-idx3-ubyte.gz");
            names.add(labels(split) + "-idx1-ubyte.gz");
        }
        return names;
    }

    String layout(Path folder) {
        List<String> names = files();
        return "expected in "
                + folder
                + ": "
                + String.join(", ", names.subList(0, 3))
                + " and "
                + names.get(3)
                + " (or the same names without .gz); MnistVariant."
                + name()
                + ".download(folder) fetches them";
    }

    /** The lists, which an enum cannot hold as constants of its own before its values. */
    private static final class Classes {
        static final List<String> DIGITS = characters('0', '9');
        static final List<String> CLOTHES =
                List.of(
                        "T-shirt/top",
                        "Trouser",
                        "Pullover",
                        "Dress",
                        "Coat",
                        "Sandal",
                        "Shirt",
                        "Sneaker",
                        "Bag",
                        "Ankle boot");
        static final List<String> HIRAGANA =
                List.of("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo");
        static final List<String> CAPITALS = characters('A', 'Z');
        static final List<String> SMALL = characters('a', 'z');
        static final List<String> BY_CLASS = join(DIGITS, CAPITALS, SMALL);
        static final List<String> BY_MERGE =
                join(
                        DIGITS,
                        CAPITALS,
                        List.of("a", "b", "d", "e", "f", "g", "h", "n", "q", "r", "t"));
        static final List<String> LETTERS = join(List.of("N/A"), SMALL);

        private static List<String> characters(char first, char last) {
            List<String> names = new ArrayList<>();
            for (char c = first; c <= last; c++) {
                names.add(String.valueOf(c));
            }
            return List.copyOf(names);
        }

        @SafeVarargs
        private static List<String> join(List<String>... lists) {
            List<String> names = new ArrayList<>();
            for (List<String> list : lists) {
                names.addAll(list);
            }
            return List.copyOf(names);
        }
    }
}
